import type { InstructionIssue, IssueFacts } from '../../preload/contract/instructions'
import { hasMessage, translate } from '../i18n'
import { formatChoices, formatCount } from '../ui/format'

/** What is wrong with a parameter or an instruction, in the language on screen; numbers and lists by `locale`. */
export function issueText({ code, facts }: Pick<InstructionIssue, 'code' | 'facts'>, locale: string): string {
  const values = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, factText(name, fact, locale)]),
  )
  return translate(`instruction.issue.${code}`, values)
}

/** Facts that are words of ours or of TaskRouter's have a wording; the API's own names and values are shown as they are. */
const WORDED: Readonly<Record<string, string>> = {
  status: 'status',
  allowed: 'status',
  expected: 'instruction.type',
  instruction: 'bulk.verb',
}

function factText(name: string, fact: IssueFacts[string], locale: string): string {
  if (typeof fact === 'number') return formatCount(fact, locale)
  const words = (typeof fact === 'string' ? [fact] : fact).map((word) => worded(name, word))
  return formatChoices(words, locale)
}

function worded(name: string, word: string): string {
  const area = WORDED[name]
  const key = `${area ?? ''}.${word}`
  return area !== undefined && hasMessage(key) ? translate(key) : word
}
