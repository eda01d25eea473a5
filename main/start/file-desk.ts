import { dialog } from 'electron'
import type { HandlerParts } from '../bridge'
import { PRESET_FILE_MAX_BYTES } from '../bulk/presets'
import type { SettingsStore } from '../settings/settings-store'
import { readViewFile, VIEW_FILE_BYTES, writeViewFile } from '../settings/view-file'
import type { Desktop } from '../shell/desktop'
import { historyPieces, outcomePieces } from '../shell/exports'
import { chooseCertificateFile } from '../shell/open-file'
import { openText } from '../shell/open-text'
import { rowPieces } from '../shell/row-export'
import { saveFile } from '../shell/save-file'

const JSON_FILES = [{ name: 'JSON', extensions: ['json'] }]

type Kept = 'exportOutcomes' | 'exportRows' | 'exportHistory' | 'views' | 'savePresets' | 'openPresets'

export interface FileDesk {
  /** What the bridge exports and imports. */
  readonly handlers: Pick<HandlerParts, Kept>
  readonly saveText: (name: string, text: string) => ReturnType<typeof saveFile>
  readonly chooseCertificate: () => ReturnType<typeof chooseCertificateFile>
}

/** Files that leave and enter the program: each through a dialog of the system, and none while it is locked. */
export function openFileDesk(parts: {
  readonly desktop: Desktop
  readonly settings: SettingsStore
  readonly unlocked: () => boolean
}): FileDesk {
  const { desktop, settings, unlocked } = parts
  const save = (name: string, pieces: Parameters<typeof saveFile>[3]) =>
    saveFile(dialog, desktop.window.browserWindow(), name, pieces, unlocked)
  const open = (mostBytes: number) =>
    openText(dialog, desktop.window.browserWindow(), JSON_FILES, mostBytes, unlocked)
  return {
    handlers: {
      exportOutcomes: (job, outcomes, options) =>
        save(`outcomes.${options.format}`, outcomePieces(job, outcomes, options)),
      exportRows: (rows, options) => save(`reservations.${options.format}`, rowPieces(rows, options)),
      exportHistory: (entries, options) => save(`history.${options.format}`, historyPieces(entries, options)),
      views: {
        exportViews: (ids) => save('views.json', [writeViewFile(settings.state().settings, ids)]),
        importViews: async () => {
          const text = await open(VIEW_FILE_BYTES)
          return text === null ? null : readViewFile(text)
        },
      },
      savePresets: (text) => save('presets.json', [text]),
      openPresets: () => open(PRESET_FILE_MAX_BYTES),
    },
    saveText: (name, text) => save(name, [text]),
    chooseCertificate: () => chooseCertificateFile(dialog, desktop.window.browserWindow(), unlocked),
  }
}
