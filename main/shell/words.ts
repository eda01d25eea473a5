import { trayWords, type TrayWords } from './tray-words'

/** What main itself says on screen: tray, menu, notices. The window has its own catalogue. */
export interface Words {
  readonly open: string
  readonly quit: string
  readonly settings: string
  readonly lock: string
  readonly locked: string
  readonly notConnected: string
  readonly connecting: (workspace: string) => string
  readonly connected: (workspace: string) => string
  readonly failed: (workspace: string) => string
  readonly phases: Readonly<Record<'stale' | 'offline' | 'blocked' | 'reading', string>>
  readonly alerts: {
    readonly open: string
  }
  readonly jobRunning: string
  readonly stillRunning: { readonly title: string; readonly body: string }
  readonly quitWhileBusy: {
    readonly message: string
    readonly detail: string
    readonly stay: string
    readonly quit: string
  }
  readonly menu: {
    readonly file: string
    readonly edit: string
    readonly view: string
    readonly undo: string
    readonly redo: string
    readonly cut: string
    readonly copy: string
    readonly paste: string
    readonly selectAll: string
    readonly close: string
    readonly reload: string
    readonly zoomIn: string
    readonly zoomOut: string
    readonly actualSize: string
    readonly fullScreen: string
    readonly tools: string
  }
  readonly crashed: { readonly message: string; readonly detail: string }
}

const en: Words = {
  open: 'Open the console',
  quit: 'Quit',
  settings: 'Settings',
  lock: 'Lock now',
  locked: 'Locked',
  notConnected: 'Not connected',
  connecting: (workspace) => `Connecting to ${workspace}`,
  connected: (workspace) => `Connected to ${workspace}`,
  failed: (workspace) => `Cannot connect to ${workspace}`,
  phases: {
    stale: 'The numbers are out of date',
    offline: 'No network',
    blocked: 'TaskRouter refuses to answer',
    reading: 'Reading the workspace',
  },
  alerts: {
    open: 'Show the rows',
  },
  jobRunning: 'A bulk job is running',
  stillRunning: {
    title: 'The console keeps running',
    body: 'It stays in the tray and keeps watching. Quit it from the tray menu, or change this in the settings.',
  },
  quitWhileBusy: {
    message: 'A bulk job is still running. Quit anyway?',
    detail: 'What was sent is recorded. The next start shows the job and asks before it goes on.',
    stay: 'Keep running',
    quit: 'Pause and quit',
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    close: 'Close window',
    reload: 'Reload window',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    actualSize: 'Normal size',
    fullScreen: 'Full screen',
    tools: 'Developer tools',
  },
  crashed: {
    message: 'The window has stopped working several times.',
    detail: 'Nothing was lost: the console itself keeps running. Quit it and start it again.',
  },
}

const es: Words = {
  open: 'Abrir la consola',
  quit: 'Salir',
  settings: 'Ajustes',
  lock: 'Bloquear ahora',
  locked: 'Bloqueada',
  notConnected: 'Sin conexión',
  connecting: (workspace) => `Conectando con ${workspace}`,
  connected: (workspace) => `Conectado con ${workspace}`,
  failed: (workspace) => `No se puede conectar con ${workspace}`,
  phases: {
    stale: 'Los números no están al día',
    offline: 'Sin red',
    blocked: 'TaskRouter no responde a estas credenciales',
    reading: 'Leyendo el espacio de trabajo',
  },
  alerts: {
    open: 'Mostrar las filas',
  },
  jobRunning: 'Hay una acción masiva en marcha',
  stillRunning: {
    title: 'La consola sigue en marcha',
    body: 'Queda en la bandeja y sigue vigilando. Salga desde el menú de la bandeja o cámbielo en los ajustes.',
  },
  quitWhileBusy: {
    message: 'Hay una acción masiva en marcha. ¿Salir de todos modos?',
    detail: 'Lo enviado queda registrado. El próximo inicio muestra la acción y pregunta antes de continuar.',
    stay: 'Seguir',
    quit: 'Pausar y salir',
  },
  menu: {
    file: 'Archivo',
    edit: 'Edición',
    view: 'Ver',
    undo: 'Deshacer',
    redo: 'Rehacer',
    cut: 'Cortar',
    copy: 'Copiar',
    paste: 'Pegar',
    selectAll: 'Seleccionar todo',
    close: 'Cerrar ventana',
    reload: 'Recargar ventana',
    zoomIn: 'Más grande',
    zoomOut: 'Más pequeño',
    actualSize: 'Tamaño normal',
    fullScreen: 'Pantalla completa',
    tools: 'Herramientas de desarrollo',
  },
  crashed: {
    message: 'La ventana ha dejado de funcionar varias veces.',
    detail: 'No se ha perdido nada: la consola sigue en marcha. Salga e iníciela de nuevo.',
  },
}

/** @param language of the settings; `system` follows `locale`, such as `es-MX` */
export function wordsFor(language: 'system' | 'en' | 'es', locale: string): SpokenWords {
  const chosen = language === 'system' ? locale.toLowerCase().split('-')[0] : language
  return chosen === 'es' ? { ...es, tray: trayWords('es', locale) } : { ...en, tray: trayWords('en', locale) }
}

/** The words of a language, and its numbers as the locale writes them. */
export type SpokenWords = Words & { readonly tray: TrayWords }
