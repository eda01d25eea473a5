import { callEnded } from './call'
import { OFFER_RULES } from './offers'
import type { Rule } from './rule'
import { WORK_RULES } from './work'

const RULES: readonly Rule[] = [callEnded, ...OFFER_RULES, ...WORK_RULES]

const byStatus = new Map<string, readonly Rule[]>(
  [...new Set(RULES.flatMap(({ statuses }) => statuses))].map((status) => [
    status,
    RULES.filter(({ statuses }) => statuses.includes(status)),
  ]),
)

const NO_RULES: readonly Rule[] = []

/** The rules whose situations a row of this status can be in. Rows are judged by the thousand: most rules are not theirs. */
export function rulesFor(status: string): readonly Rule[] {
  return byStatus.get(status) ?? NO_RULES
}
