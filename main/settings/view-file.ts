import { z } from 'zod'
import { sharedView } from '../../preload/contract/schemas-settings'
import type { Settings, SharedView } from '../../preload/contract/settings'
import { ProblemError, problemError } from '../connections/problem-error'

const FORMAT = 'supervisor-console-views'
const VERSION = 1

/** Larger is no file of views: a hundred views of the longest kind are smaller. */
export const VIEW_FILE_BYTES = 1_000_000

const viewFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  views: z.array(sharedView).min(1).max(100),
})

/** The text of a file with these views; ids that are not there are left out. */
export function writeViewFile(
  { views, looks }: Pick<Settings, 'views' | 'looks'>,
  ids: readonly string[],
): string {
  const shared = ids.flatMap((wanted): SharedView[] => {
    const view = views.find(({ id }) => id === wanted)
    if (view === undefined) return []
    const { id, ...rest } = view
    return [{ ...rest, look: looks[id] ?? null }]
  })
  return `${JSON.stringify({ format: FORMAT, version: VERSION, views: shared }, null, 2)}\n`
}

/**
 * The views of a file.
 * @throws ProblemError `invalid`, whose fields name what is wrong and where, such as `views.2.name`
 */
export function readViewFile(text: string): readonly SharedView[] {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    throw problemError('invalid', 'The file is not JSON.')
  }
  const parsed = viewFile.safeParse(raw)
  if (parsed.success) return parsed.data.views
  throw new ProblemError({
    code: 'invalid',
    message: 'The file holds no views of this program.',
    fields: parsed.error.issues.slice(0, 5).map(({ path, message }) => ({ path: path.join('.'), message })),
  })
}
