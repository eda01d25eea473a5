import type { AppUpdater } from 'electron-updater'
import type { PackageFormat } from './format'

/** What asks for, fetches and installs newer versions. */
export interface Updater {
  /** The newer version that this computer is to have now, or null. Staged roll-outs reach a part of all computers first. */
  check(): Promise<string | null>
  /** Fetches what `check` found and verifies it. @throws UpdateRefused when it is not what the publisher made */
  download(onProgress: (percent: number) => void): Promise<void>
  /** Ends the program and starts the newer one. */
  install(): void
}

/** What came does not match the publisher's checksum or signature. */
export class UpdateRefused extends Error {
  override readonly name = 'UpdateRefused'
}

/** Codes of electron-updater for answers that must not be trusted. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ERR_CHECKSUM_MISMATCH',
  'ERR_UPDATER_INVALID_SIGNATURE',
  'ERR_UPDATER_NO_CHECKSUM',
  'ERR_UPDATER_INVALID_UPDATE_INFO',
  'ERR_UPDATER_INVALID_VERSION',
  'ERR_UPDATER_WEB_INSTALLER_DISABLED',
])

function judged(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const text = error instanceof Error ? error.message : String(error)
  // Squirrel on macOS gives no code: it names the signature that does not fit.
  const refused = REFUSALS.has(code) || /code signature|checksum mismatch/i.test(text)
  return refused ? new UpdateRefused(code === '' ? 'signature' : code) : new Error(code === '' ? text : code)
}

/**
 * Drives electron-updater. Nothing happens by itself: no download, no installation when the program ends, no older version.
 */
export function driveUpdater(updater: AppUpdater): Updater {
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  updater.disableWebInstaller = true
  updater.logger = null
  // Its promises tell everything; an emitter whose errors nobody hears would end the program.
  updater.on('error', () => undefined)
  return {
    async check() {
      try {
        const found = await updater.checkForUpdates()
        return found?.isUpdateAvailable === true ? found.updateInfo.version : null
      } catch (error) {
        throw judged(error)
      }
    },
    async download(onProgress) {
      const told = ({ percent }: { readonly percent: number }) => {
        onProgress(percent)
      }
      updater.on('download-progress', told)
      try {
        await updater.downloadUpdate()
      } catch (error) {
        throw judged(error)
      } finally {
        updater.off('download-progress', told)
      }
    },
    install() {
      updater.quitAndInstall(true, true)
    },
  }
}

/** Loads electron-updater, once somebody wants to know: with updates off it is never in memory. */
export async function loadUpdater(format: PackageFormat): Promise<Updater> {
  const { AppImageUpdater, DebUpdater, MacUpdater, NsisUpdater, RpmUpdater } =
    await import('electron-updater')
  const make: Readonly<Record<Exclude<PackageFormat, 'none'>, () => AppUpdater>> = {
    nsis: () => new NsisUpdater(),
    msi: () => new NsisUpdater(),
    mac: () => new MacUpdater(),
    appImage: () => new AppImageUpdater(),
    deb: () => new DebUpdater(),
    rpm: () => new RpmUpdater(),
  }
  if (format === 'none') throw new Error('Nothing is installed here that could be updated.')
  return driveUpdater(make[format]())
}
