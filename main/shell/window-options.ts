import type { BrowserWindowConstructorOptions } from 'electron'
import type { Placement } from './window-state'

export interface WindowLook {
  readonly preload: string
  readonly icon: string | null
  readonly title: string
  readonly background: string
  /** Unpackaged builds only. */
  readonly devTools: boolean
  readonly placement: Placement
}

/** The one place where a window's powers are decided. A test holds every line of it. */
export function createWindowOptions(look: WindowLook): BrowserWindowConstructorOptions {
  const { bounds } = look.placement
  return {
    ...bounds,
    minWidth: 720,
    minHeight: 480,
    title: look.title,
    show: false,
    backgroundColor: look.background,
    autoHideMenuBar: true,
    ...(look.icon === null ? {} : { icon: look.icon }),
    webPreferences: {
      preload: look.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
      autoplayPolicy: 'document-user-activation-required',
      devTools: look.devTools,
      backgroundThrottling: true,
    },
  }
}
