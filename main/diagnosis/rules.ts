import { OFFER_RULES } from './offers'
import type { Rule } from './rule'
import { WORK_RULES } from './work'

export const RULES: readonly Rule[] = [...OFFER_RULES, ...WORK_RULES]
