import { actionIdOf, type ActionId } from '../../preload/contract/actions'
import type { BulkAction } from '../../preload/contract/bulk'
import { bulkError } from './errors'

/** What settings and policy say about acting at all. */
export interface BulkPermission {
  readonly viewOnly: boolean
  readonly allowedActions: readonly ActionId[]
  /** Most rows of one plan. */
  readonly bulkMaximum: number
  readonly requireNote: boolean
  /** Reasons to choose from; empty = any text. */
  readonly reasons: readonly string[]
}

const forbidden = (path: string, value: string) =>
  bulkError('policy', `Not allowed here (${path}).`, [{ path, message: value }])

/**
 * Asked again at every step from planning to sending: the window greys what is not allowed, but is not trusted to.
 * @throws BulkError `policy`; its field says which rule and its value
 */
export function requirePermission(action: BulkAction, permission: BulkPermission, rows = 0): void {
  if (permission.viewOnly) throw forbidden('viewOnly', 'true')
  const id = actionIdOf(action)
  if (!permission.allowedActions.some((allowed) => allowed === id)) throw forbidden('allowedActions', id)
  if (rows > permission.bulkMaximum) throw forbidden('bulkMaximum', String(permission.bulkMaximum))
}

/**
 * A reason is one of the list, alone or followed by `: ` and more words.
 * @throws BulkError `policy`
 */
export function requireReason(note: string, { requireNote, reasons }: BulkPermission): void {
  const text = note.trim()
  if (text === '') {
    if (!requireNote) return
    throw bulkError('policy', 'A reason is required.', [{ path: 'note', message: 'A reason is required.' }])
  }
  if (reasons.length === 0 || reasons.some((reason) => text === reason || text.startsWith(`${reason}: `)))
    return
  throw forbidden('reasons', String(reasons.length))
}
