import type { App } from 'electron'

export interface QuitParts {
  readonly app: Pick<App, 'on' | 'quit' | 'exit'>
  /** True while something runs that quitting would interrupt. */
  readonly busy: () => boolean
  /** Asks the supervisor; true = quit anyway. */
  readonly confirm: () => Promise<boolean>
  /** Lets go of everything. */
  readonly close: () => Promise<void>
  /** Longest time that closing may take, ms. */
  readonly patienceMs: number
}

/** Quitting: asked for once, confirmed while a job runs, and finished only when everything has been let go of. */
export class Quit {
  readonly #parts: QuitParts
  #state: 'running' | 'asking' | 'agreed' | 'closing' = 'running'

  constructor(parts: QuitParts) {
    this.#parts = parts
    parts.app.on('before-quit', (event) => {
      if (this.#state !== 'running' || !parts.busy()) {
        if (this.#state === 'running') this.#state = 'agreed'
        else if (this.#state === 'asking') event.preventDefault()
        return
      }
      event.preventDefault()
      void this.#ask()
    })
    parts.app.on('will-quit', (event) => {
      if (this.#state === 'closing') return
      this.#state = 'closing'
      event.preventDefault()
      void this.#finish()
    })
  }

  /** True once it is certain that the program ends: windows really close then. */
  underWay(): boolean {
    return this.#state === 'agreed' || this.#state === 'closing'
  }

  request(): void {
    this.#parts.app.quit()
  }

  async #ask(): Promise<void> {
    this.#state = 'asking'
    const agreed = await this.#parts.confirm().catch(() => false)
    this.#state = agreed ? 'agreed' : 'running'
    if (agreed) this.#parts.app.quit()
  }

  async #finish(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#parts.patienceMs)
    })
    await Promise.race([this.#parts.close().catch(() => undefined), late])
    clearTimeout(timer)
    this.#parts.app.exit(0)
  }
}
