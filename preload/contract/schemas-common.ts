import { z } from 'zod'
import { COMMAND_ID_PATTERN } from './keys'
import { sidPattern, type SidKind } from './sids'

/** What all schemas are made of. No code is made from text at run time: the policy of the program forbids it. */
z.config({ jitless: true })

/** A SID of one kind. */
export const sid = (kind: SidKind) => z.string().regex(sidPattern(kind), `not a SID of kind ${kind}`)
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
export const text = (max: number) => z.string().max(max)
export const filePath = z.string().min(1).max(4096)

export const MOST_COMMANDS = 300
export const commandId = z.string().regex(COMMAND_ID_PATTERN)
