// How administrators see each setting: one table for the administrative templates and the samples.

/**
 * @typedef {{key: string, kind: 'switch' | 'number' | 'text' | 'list' | 'json', min?: number, max?: number, sample: unknown, en: string, es: string}} Entry
 */

/** @type {readonly Entry[]} */
export const POLICY_TABLE = Object.freeze([
  { key: 'viewOnly', kind: 'switch', sample: false, en: 'View only', es: 'Solo lectura' },
  {
    key: 'allowedActions',
    kind: 'list',
    sample: ['reject', 'accept', 'complete', 'wrapUp', 'moveWorker'],
    en: 'Actions that may be used',
    es: 'Acciones que se pueden usar',
  },
  {
    key: 'bulkMaximum',
    kind: 'number',
    min: 1,
    max: 10_000,
    sample: 500,
    en: 'Most reservations at once',
    es: 'Máximo de reservas a la vez',
  },
  {
    key: 'typedConfirmFrom',
    kind: 'number',
    min: 1,
    max: 10_000,
    sample: 25,
    en: 'Confirm by typing from this many rows',
    es: 'Confirmar escribiendo desde tantas filas',
  },
  {
    key: 'requireNote',
    kind: 'switch',
    sample: true,
    en: 'Ask for a reason before every action',
    es: 'Pedir un motivo antes de cada acción',
  },
  {
    key: 'reasons',
    kind: 'list',
    sample: ['Shift change', 'Outage', 'Agent away'],
    en: 'Reasons to choose from',
    es: 'Motivos entre los que elegir',
  },
  {
    key: 'rejectionLimit',
    kind: 'number',
    min: 1,
    max: 1000,
    sample: 10,
    en: 'Rejections after which TaskRouter cancels a task',
    es: 'Rechazos tras los que TaskRouter cancela una tarea',
  },
  {
    key: 'pollSeconds',
    kind: 'number',
    min: 2,
    max: 300,
    sample: 5,
    en: 'Least seconds between two looks for changes',
    es: 'Mínimo de segundos entre dos búsquedas de cambios',
  },
  { key: 'exportAllowed', kind: 'switch', sample: false, en: 'Allow exports', es: 'Permitir exportar' },
  {
    key: 'regions',
    kind: 'list',
    sample: ['ie1'],
    en: 'Regions that may be connected to',
    es: 'Regiones a las que se puede conectar',
  },
  {
    key: 'workspaces',
    kind: 'list',
    sample: [`WS${'0'.repeat(32)}`],
    en: 'Workspaces that may be opened',
    es: 'Espacios de trabajo que se pueden abrir',
  },
  {
    key: 'proxy',
    kind: 'json',
    sample: { mode: 'explicit', address: 'proxy.example.com:3128', user: '', bypassLoopback: true },
    en: 'Proxy (JSON)',
    es: 'Proxy (JSON)',
  },
  {
    key: 'extraCa',
    kind: 'list',
    sample: ['/etc/ssl/company.pem'],
    en: 'Files of further certificates',
    es: 'Archivos de otros certificados',
  },
  {
    key: 'startAtLogin',
    kind: 'switch',
    sample: true,
    en: 'Start when the user signs in',
    es: 'Iniciar al entrar el usuario',
  },
  {
    key: 'startHidden',
    kind: 'switch',
    sample: true,
    en: 'Start hidden in the tray',
    es: 'Iniciar oculta en la bandeja',
  },
  {
    key: 'closeToTray',
    kind: 'switch',
    sample: true,
    en: 'Keep running in the tray when the window is closed',
    es: 'Seguir en la bandeja al cerrar la ventana',
  },
  { key: 'operator', kind: 'text', sample: '', en: 'Name in the history', es: 'Nombre en el historial' },
])
