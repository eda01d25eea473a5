export interface TrayPresenceParts {
  /** Whether Electron could make a tray at all. */
  readonly exists: () => boolean
  /** Puts the icon into the tray anew: it is only offered to a panel when it is made. */
  readonly renew: () => void
  /** Makes sure that there is a window to find the program by. */
  readonly reveal: () => void
  readonly changed: (shown: boolean) => void
  readonly setTimeout: (run: () => void, ms: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
}

/** A panel that starts with the desktop, or anew, comes a moment later. */
const PANEL_GRACE_MS = 5_000

/** Whether somebody can see the tray icon. Where nobody can, the program must not hide into it. */
export class TrayPresence {
  /** What the desktop says; null = it cannot be told, and what Electron says counts. */
  private host: boolean | null = null
  private timer: unknown = null

  constructor(private readonly parts: TrayPresenceParts) {}

  shown(): boolean {
    return this.parts.exists() && this.host !== false
  }

  told(host: boolean | null): void {
    const before = this.shown()
    this.host = host
    if (host === true) this.parts.renew()
    this.stopWaiting()
    if (!this.shown())
      this.timer = this.parts.setTimeout(() => {
        this.timer = null
        this.parts.reveal()
      }, PANEL_GRACE_MS)
    if (before !== this.shown()) this.parts.changed(this.shown())
  }

  close(): void {
    this.stopWaiting()
  }

  private stopWaiting(): void {
    if (this.timer !== null) this.parts.clearTimeout(this.timer)
    this.timer = null
  }
}
