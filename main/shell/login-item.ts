import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { App } from 'electron'

export interface LoginItemParts {
  readonly platform: NodeJS.Platform
  readonly app: Pick<App, 'setLoginItemSettings'>
  /** What starts the program: the AppImage where it is one, else the executable. */
  readonly executable: string
  /** `$XDG_CONFIG_HOME`, or `~/.config`. */
  readonly configHome: string
  readonly name: string
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

interface Wanted {
  readonly startAtLogin: boolean
  readonly startHidden: boolean
}

/** Has the operating system start the program when its user signs in, or not any more. */
export class LoginItem {
  readonly #parts: LoginItemParts
  #work: Promise<void> = Promise.resolve()

  constructor(parts: LoginItemParts) {
    this.#parts = parts
  }

  /** One after the other, so that the last choice is what stays. Resolves when it holds; a failure is logged. */
  apply(wanted: Wanted): Promise<void> {
    this.#work = this.#work
      .then(() => this.#apply(wanted))
      .catch((error: unknown) => {
        this.#parts.log('loginItem.failed', { error: error instanceof Error ? error.message : String(error) })
      })
    return this.#work
  }

  async #apply({ startAtLogin, startHidden }: Wanted): Promise<void> {
    const { app, platform } = this.#parts
    const args = startHidden ? ['--hidden'] : []
    // macOS hands no arguments to a login item; the setting itself keeps the window hidden there.
    if (platform === 'darwin') app.setLoginItemSettings({ openAtLogin: startAtLogin })
    else if (platform === 'win32') app.setLoginItemSettings({ openAtLogin: startAtLogin, args })
    else await this.#writeAutostart(startAtLogin, args)
  }

  async #writeAutostart(on: boolean, args: readonly string[]): Promise<void> {
    const file = join(this.#parts.configHome, 'autostart', 'supervisor-console-taskrouter.desktop')
    if (!on) {
      await rm(file, { force: true })
      return
    }
    const text = autostartEntry(this.#parts.name, this.#parts.executable, args)
    if ((await readFile(file, 'utf8').catch(() => null)) === text) return
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(`${file}.new`, text, { mode: 0o644 })
    await rename(`${file}.new`, file)
  }
}

/** A desktop entry after the freedesktop.org autostart specification. */
export function autostartEntry(name: string, executable: string, args: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${[executable, ...args].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** Quoted twice: as an argument, and as a string of the file (source: Desktop Entry Specification, Exec key). */
const quoted = (argument: string): string =>
  `"${argument
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`
