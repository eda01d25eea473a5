import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

/** One request and its answer, as they went over the wire. */
export interface SeenExchange {
  readonly method: string
  readonly url: string
  readonly form: string | null
  readonly status: number
  readonly body: unknown
}

/**
 * TaskRouter's OpenAPI description as a judge: does an answer, or a request, look as described? The description is not
 * part of this project; it is read from `TASKROUTER_OPENAPI`, or from beside the checkout, where it is at hand.
 */
export interface ApiDescription {
  /** What is not as described, once each: of every request, and of every answer that is not an error. */
  deviations(exchanges: readonly SeenExchange[]): string[]
  /** Names of the form parameters of an operation. */
  formParameters(method: string, pathname: string): string[]
}

type Json = Record<string, unknown>
interface Parameter {
  name: string
  in: string
  schema: Json
}
interface Operation {
  template: RegExp
  parameters: Parameter[]
  operation: {
    responses: Record<string, { content?: { 'application/json'?: { schema: Json } } }>
    requestBody?: { content: Record<string, { schema: { properties?: Record<string, Json> } }> }
  }
}

export function findApiDescription(): string | null {
  const named = process.env.TASKROUTER_OPENAPI
  const candidates = named ? [named] : [path.resolve('../shared/reference/taskrouter-openapi-v1.json')]
  return candidates.find((file) => existsSync(file)) ?? null
}

export function loadApiDescription(file: string): ApiDescription {
  const document = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, Record<string, unknown> & { parameters?: Parameter[] }>
    components: Json
  }
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
  addFormats.default(ajv)
  // Unset addresses are sent as empty text, in the description's own samples too.
  ajv.addFormat('uri', (text) => text === '' || URL.canParse(text))
  for (const format of ['date-time-rfc-2822', 'http-method', 'int64', 'uri-map', 'phone-number'])
    ajv.addFormat(format, true)
  ajv.addSchema({ $id: 'taskrouter', components: withoutIdleNullable(document.components) })

  const operations = new Map<string, Operation[]>()
  for (const [pattern, item] of Object.entries(document.paths)) {
    const template = new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`)
    for (const method of ['get', 'post', 'delete']) {
      const operation = item[method] as (Operation['operation'] & { parameters?: Parameter[] }) | undefined
      if (operation === undefined) continue
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
      const list = operations.get(method) ?? []
      // Fixed segments before variable ones: /Workers/Statistics is not a worker called "Statistics".
      list.push({ template, parameters, operation })
      list.sort((a, b) => wildcards(a.template) - wildcards(b.template))
      operations.set(method, list)
    }
  }

  const compiled = new Map<string, ValidateFunction>()
  const validator = (schema: Json): ValidateFunction => {
    const key = JSON.stringify(schema)
    const known = compiled.get(key)
    if (known) return known
    const made = ajv.compile(
      withoutIdleNullable(JSON.parse(key.replaceAll('"#/components', '"taskrouter#/components'))) as Json,
    )
    compiled.set(key, made)
    return made
  }
  const find = (method: string, pathname: string) =>
    operations.get(method.toLowerCase())?.find((candidate) => candidate.template.test(pathname)) ?? null
  const judge = (schema: Json, value: unknown): string[] => {
    const check = validator(schema)
    return check(value)
      ? []
      : (check.errors ?? []).map((error) => `${error.instancePath || '(body)'} ${error.message ?? ''}`)
  }

  /** Parameters that do not exist, values of the wrong kind. */
  const checkRequest = (operation: Operation, { url, form }: SeenExchange): string[] => {
    const query = Object.fromEntries(
      operation.parameters.filter((p) => p.in === 'query').map((p) => [p.name, p.schema]),
    )
    return [
      ...fields(new URL(url).searchParams, query, 'query', judge),
      ...fields(new URLSearchParams(form ?? ''), formOf(operation), 'form', judge),
    ]
  }
  const checkAnswer = ({ operation }: Operation, { status, body }: SeenExchange): string[] => {
    const answer = operation.responses[String(status)]
    if (!answer) return [`status ${status} is not described`]
    const schema = answer.content?.['application/json']?.schema
    if (!schema) return body == null ? [] : ['a body is not described']
    return [...judge(schema, body), ...strangers(schema, body, document.components)]
  }

  return {
    deviations(exchanges) {
      const found = exchanges.flatMap((exchange) => {
        const { pathname } = new URL(exchange.url)
        const where = `${exchange.method} ${pathname.replace(/[0-9a-f]{32}/g, '…')}`
        const operation = find(exchange.method, pathname)
        if (!operation) return [`${where} is not described`]
        const answer = exchange.status < 300 ? checkAnswer(operation, exchange) : []
        return [...checkRequest(operation, exchange), ...answer].map((problem) => `${where}: ${problem}`)
      })
      return [...new Set(found)]
    },
    formParameters(method, pathname) {
      return Object.keys(formOf(find(method, pathname)))
    },
  }
}

/** A schema without a type allows null anyway, and the validator refuses the redundant word. */
function withoutIdleNullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutIdleNullable)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).filter(([key]) => key !== 'nullable' || 'type' in schema)
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutIdleNullable(value)]))
}

const formOf = (operation: Operation | null): Record<string, Json> =>
  operation?.operation.requestBody?.content['application/x-www-form-urlencoded']?.schema.properties ?? {}

const wildcards = (template: RegExp): number => template.source.split('[^/]+').length

/** Text off the wire as the type its schema asks for; text that cannot be that stays text and fails. */
function typed(text: string, schema: Json): unknown {
  if (schema.type === 'integer' && /^-?\d+$/.test(text)) return Number(text)
  if (schema.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

function fields(
  sent: URLSearchParams,
  described: Record<string, Json>,
  where: string,
  judge: (schema: Json, value: unknown) => string[],
): string[] {
  const problems: string[] = []
  for (const name of new Set(sent.keys())) {
    const schema = described[name]
    if (!schema) {
      problems.push(`${where} ${name} is not described`)
      continue
    }
    const values = sent.getAll(name)
    const value =
      schema.type === 'array'
        ? values.map((text) => typed(text, (schema.items ?? {}) as Json))
        : values.length === 1
          ? typed(values[0] ?? '', schema)
          : values
    problems.push(...judge(schema, value).map((problem) => `${where} ${name} ${problem}`))
  }
  return problems
}

/** Keys of an answer that the description does not know: invented fields would train people on things that are not there. */
function strangers(schema: Json, body: unknown, components: Json): string[] {
  const resolved = resolve(schema, components)
  if (resolved.type === 'array' && Array.isArray(body))
    return body.flatMap((item) => strangers((resolved.items ?? {}) as Json, item, components))
  const properties = resolved.properties as Record<string, Json> | undefined
  if (!properties || typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([key, value]) => {
    const inner = properties[key]
    return inner ? strangers(inner, value, components) : [`${key} is not described`]
  })
}

function resolve(schema: Json, components: Json): Json {
  const reference = schema.$ref
  if (typeof reference !== 'string') return schema
  const name = reference.split('/').at(-1) ?? ''
  return ((components.schemas as Record<string, Json>)[name] ?? {}) as Json
}
