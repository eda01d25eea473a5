import type { Session } from '../../connections/session'
import type { Handlers } from '../register'

export interface PresetHandlerParts {
  /** @throws ProblemError `noConnection` */
  readonly session: () => Pick<Session, 'presets'>
  /** Asks where to and writes there; false when the supervisor changed their mind. */
  readonly savePresets: (text: string) => Promise<boolean>
  /** Asks for a file; null when the supervisor changed their mind. */
  readonly openPresets: () => Promise<string | null>
}

export function presetHandlers({ session, savePresets, openPresets }: PresetHandlerParts) {
  const presets = () => session().presets
  return {
    'presets/list': () => presets().list(),
    'presets/save': (preset) => presets().save(preset),
    'presets/remove': ({ id }) => presets().remove(id),
    'presets/export': async () => ({ saved: await savePresets(await presets().exported()) }),
    'presets/import': async () => {
      // The workspace could change while the dialog is open; the presets go to the one that asked.
      const into = presets()
      const text = await openPresets()
      return text === null ? { list: await into.list(), taken: 0, refused: [] } : into.import(text)
    },
  } satisfies Partial<Handlers>
}
