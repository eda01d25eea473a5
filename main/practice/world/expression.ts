/** A compiled expression over attributes; never throws, false when something in it is missing. */
export type Expression = (attributes: unknown) => boolean

/** Thrown for an expression that cannot be read; the message says where. */
export class ExpressionError extends Error {}

type Literal = string | number | boolean | null | readonly Literal[]
type Operator = '==' | '!=' | '>' | '<' | '>=' | '<=' | 'HAS' | 'CONTAINS' | 'IN' | 'NOT IN'

interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'sign'
  readonly text: string
  readonly at: number
}

const TOKEN =
  /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.$-]*)|(==|!=|>=|<=|[=<>()[\],]))/y

function tokenise(source: string): Token[] {
  const tokens: Token[] = []
  const end = source.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(source)
    if (match === null) throw new ExpressionError(`Invalid expression: unexpected text at ${at}`)
    const [, text, number, word, sign] = match
    if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1).replace(/\\(.)/g, '$1'), at })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at })
    else tokens.push({ kind: 'sign', text: sign ?? '', at })
  }
  return tokens
}

/**
 * Compiles the part of TaskRouter's expression language that routing needs: comparisons (`==` `=` `!=` `>` `<` `>=` `<=`),
 * `HAS`, `CONTAINS`, `IN`, `NOT IN`, `AND`, `OR`, parentheses, lists, and dotted paths. An empty expression means everyone.
 * @throws ExpressionError when the text cannot be read.
 */
export function compileExpression(source: string): Expression {
  const tokens = tokenise(source)
  if (tokens.length === 0) return () => true
  const parser = new Parser(tokens)
  const expression = parser.either()
  parser.expectEnd()
  return expression
}

class Parser {
  private index = 0

  constructor(private readonly tokens: readonly Token[]) {}

  either(): Expression {
    const branches = [this.both()]
    while (this.takeWord('OR')) branches.push(this.both())
    return (attributes) => branches.some((branch) => branch(attributes))
  }

  expectEnd(): void {
    const rest = this.tokens[this.index]
    if (rest !== undefined)
      throw new ExpressionError(`Invalid expression: unexpected "${rest.text}" at ${rest.at}`)
  }

  private both(): Expression {
    const branches = [this.single()]
    while (this.takeWord('AND')) branches.push(this.single())
    return (attributes) => branches.every((branch) => branch(attributes))
  }

  private single(): Expression {
    if (this.takeSign('(')) {
      const inner = this.either()
      if (!this.takeSign(')')) throw new ExpressionError('Invalid expression: a parenthesis is not closed')
      return inner
    }
    const left = this.operand()
    const operator = this.operator()
    const right = this.operand()
    return (attributes) => compare(left(attributes), operator, right(attributes))
  }

  private operator(): Operator {
    const token = this.tokens[this.index++]
    if (token === undefined) throw new ExpressionError('Invalid expression: it ends too early')
    const word = token.text.toUpperCase()
    if (token.kind === 'word' && word === 'NOT' && this.takeWord('IN')) return 'NOT IN'
    if (token.kind === 'word' && (word === 'HAS' || word === 'CONTAINS' || word === 'IN')) return word
    if (token.kind === 'sign') {
      if (token.text === '=') return '=='
      const sign = SIGNS.find((known) => known === token.text)
      if (sign !== undefined) return sign
    }
    throw new ExpressionError(`Invalid expression: "${token.text}" at ${token.at} is not an operator`)
  }

  private operand(): (attributes: unknown) => unknown {
    const token = this.tokens[this.index++]
    if (token === undefined) throw new ExpressionError('Invalid expression: it ends too early')
    if (token.kind === 'sign' && token.text === '[') {
      const list = this.list()
      return () => list
    }
    if (token.kind === 'sign')
      throw new ExpressionError(`Invalid expression: unexpected "${token.text}" at ${token.at}`)
    if (token.kind === 'word' && !LITERAL_WORDS.has(token.text.toLowerCase())) {
      const path = token.text.split('.')
      return (attributes) => readPath(attributes, path)
    }
    const value = literal(token)
    return () => value
  }

  private list(): Literal[] {
    const values: Literal[] = []
    while (!this.takeSign(']')) {
      const token = this.tokens[this.index++]
      if (token === undefined) throw new ExpressionError('Invalid expression: a list is not closed')
      values.push(literal(token))
      this.takeSign(',')
    }
    return values
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.index]
    if (token?.kind !== 'word' || token.text.toUpperCase() !== word) return false
    this.index++
    return true
  }

  private takeSign(sign: string): boolean {
    const token = this.tokens[this.index]
    if (token?.kind !== 'sign' || token.text !== sign) return false
    this.index++
    return true
  }
}

const SIGNS: readonly Operator[] = ['==', '!=', '>=', '<=', '>', '<']
const LITERAL_WORDS = new Set(['true', 'false', 'null'])

function literal(token: Token): Literal {
  if (token.kind === 'number') return Number(token.text)
  const word = token.text.toLowerCase()
  if (token.kind === 'word' && word === 'true') return true
  if (token.kind === 'word' && word === 'false') return false
  if (token.kind === 'word' && word === 'null') return null
  return token.text
}

function readPath(attributes: unknown, path: readonly string[]): unknown {
  let value: unknown = attributes
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.entries(value).find(([name]) => name === key)?.[1]
  }
  return value
}

function compare(left: unknown, operator: Operator, right: unknown): boolean {
  switch (operator) {
    case '==':
      return same(left, right)
    case '!=':
      return !same(left, right)
    case 'HAS':
      return Array.isArray(left) && left.some((item) => same(item, right))
    case 'CONTAINS':
      return Array.isArray(left)
        ? left.some((item) => same(item, right))
        : typeof left === 'string' && typeof right === 'string' && left.includes(right)
    case 'IN':
      return Array.isArray(right) && right.some((item) => same(left, item))
    case 'NOT IN':
      return Array.isArray(right) && !right.some((item) => same(left, item))
    default:
      return inOrder(left, operator, right)
  }
}

function same(left: unknown, right: unknown): boolean {
  return left === right || (left != null && right != null && String(left) === String(right))
}

function inOrder(left: unknown, operator: '>' | '<' | '>=' | '<=', right: unknown): boolean {
  const [a, b] = [Number(left), Number(right)]
  if (left == null || right == null || Number.isNaN(a) || Number.isNaN(b)) return false
  if (operator === '>') return a > b
  if (operator === '<') return a < b
  return operator === '>=' ? a >= b : a <= b
}
