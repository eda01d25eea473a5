import type { NativeImage } from 'electron'
import { overlayIconName } from './tray-icons'
import type { TrayPicture } from './tray-model'

export interface AttentionParts {
  readonly platform: NodeJS.Platform
  /** Number on the dock (macOS) or the launcher (Linux desktops that have one). */
  readonly setBadgeCount: (count: number) => unknown
  /** Windows: over the taskbar button, with its words; null takes it away. */
  readonly setOverlay: (icon: NativeImage | null, words: string) => void
  readonly icon: (name: string) => NativeImage
}

/** The number of stuck reservations where the window's own icon is shown: 0 shows none. */
export class Attention {
  private shown: string | null = null

  constructor(private readonly parts: AttentionParts) {}

  show(picture: Pick<TrayPicture, 'stuck' | 'badge'>): void {
    if (this.shown === picture.badge) return
    this.shown = picture.badge
    const { platform, setBadgeCount, setOverlay, icon } = this.parts
    if (platform !== 'win32') {
      setBadgeCount(picture.stuck)
      return
    }
    const name = overlayIconName(picture)
    setOverlay(name === null ? null : icon(name), name === null ? '' : picture.badge)
  }

  /** A window that was made anew has no number yet. */
  again(): void {
    this.shown = null
  }
}
