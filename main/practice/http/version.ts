import { Refusal } from '../world/refusal'
import type { RequestContext } from './context'

const PRECONDITION_FAILED = 20412

/** Obeys `If-Match` when it was sent. @throws Refusal 412 when the resource has another version by now. */
export function requireVersion(context: RequestContext, version: number): void {
  if (context.ifMatch === null || !context.rules.etagEnforced) return
  const asked = context.ifMatch.replace(/^W\//, '').replace(/^"(.*)"$/, '$1')
  if (asked === '*' || asked === String(version)) return
  throw new Refusal(412, PRECONDITION_FAILED, `Precondition failed: the version is ${version}, not ${asked}`)
}
