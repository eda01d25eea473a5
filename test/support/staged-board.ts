import type { StageFacts } from '../../main/practice'
import type { BoardRow } from '../../preload/contract/board'
import type { ReasonId } from '../../preload/contract/reasons'
import { until } from './bulk-desk'
import type { PracticeDesk } from './bulk-practice'

/** One tick of the board, and what a busy machine needs on top. */
const ONE_TICK_MS = 2_000

/** The rows of a stage, as the board has them. */
export const rowsOf = ({ board }: PracticeDesk, { reservationSids }: StageFacts): readonly BoardRow[] =>
  reservationSids.flatMap((sid) => board.row(sid) ?? [])

/** Those of a stage's rows that the board names so, within a tick; says what it calls them where none is. */
export async function namedRows(
  desk: PracticeDesk,
  facts: StageFacts,
  reason: ReasonId,
  level: 'watch' | 'stuck',
): Promise<readonly BoardRow[]> {
  const called = () => rowsOf(desk, facts).map((row) => [row.status, row.reason, row.reasonLevel])
  try {
    return await until(
      () => {
        const rows = rowsOf(desk, facts).filter((row) => row.reason === reason && row.reasonLevel === level)
        return rows.length > 0 ? rows : null
      },
      `a row named ${reason}`,
      ONE_TICK_MS,
    )
  } catch {
    throw new Error(`No row was named ${reason} (${level}) within a tick: ${JSON.stringify(called())}`)
  }
}
