import { DEFAULT_ALERT_RULES, type AlertRule, type QuietHours } from './alerts'
import type { ReasonId } from './reasons'
import { DEFAULT_THRESHOLDS, type ThresholdException, type Thresholds } from './thresholds'
import { ACTION_IDS, type ActionId } from './actions'
import { REGIONS, type Region } from './connection'
import type { PolicyState } from './policy'
import type { ChosenKeys } from './keys'
import type { UpdateMode } from './updates'

/** What the supervisor can change. Everything here is kept in a plain file: never a secret, never workspace data. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark' | 'contrast'
  readonly density: 'compact' | 'comfortable'
  readonly language: 'system' | 'en' | 'es'
  readonly closeToTray: boolean
  readonly startHidden: boolean
  readonly startAtLogin: boolean
  /** What is done about newer versions. Where an administrator has a policy that does not speak of it: nothing. */
  readonly updates: UpdateMode
  /** A PIN must be set before the console can be used. Only an administrator's policy can say so. */
  readonly lockRequired: boolean
  /** Minutes without mouse or keyboard after which the console locks, or hides what it shows where no PIN is set; null = never. */
  readonly coverAfterMinutes: number | null
  /** Whether it does so when the operating system locks its screen or sleeps. */
  readonly coverWithScreen: boolean
  /** Name written into the history; empty = the account name of the operating system. */
  readonly operator: string
  /** Rejections after which TaskRouter cancels a task: 10 or 1,000 by its own pages; the cautious one by default. */
  readonly rejectionLimit: number
  /** Rows from which a plan must be confirmed by typing. */
  readonly typedConfirmFrom: number
  readonly requireNote: boolean
  /** Nothing is sent that changes anything: for training, and for people who only watch. */
  readonly viewOnly: boolean
  /** Actions that may be used; an action that a later version adds is not among them until somebody adds it. */
  readonly allowedActions: readonly ActionId[]
  /** Most reservations that one plan may name. */
  readonly bulkMaximum: number
  /** Reasons to choose from; empty = any text. */
  readonly reasons: readonly string[]
  /** Least seconds between two looks at the event log. */
  readonly pollSeconds: number
  /** Whether outcomes and history may be saved as files. */
  readonly exportAllowed: boolean
  /** Regions that may be connected to, the first being proposed. */
  readonly regions: readonly Region[]
  /** Workspaces that may be opened; empty = all of the account. */
  readonly workspaces: readonly string[]
  /** Whole months of history that are kept besides the current one; null = all. */
  readonly keepMonths: number | null
  /** Age in seconds from which a status is worth watching / stuck. */
  readonly thresholds: Thresholds
  /** Other ages for single queues and channels; the closest one holds. */
  readonly thresholdExceptions: readonly ThresholdException[]
  /** Rules that are switched off: their reasons are never named. */
  readonly disabledReasons: readonly ReasonId[]
  /** Ask the Voice API about the calls of suspected rows: needs a permission of its own. */
  readonly callCheck: boolean
  readonly alertRules: readonly AlertRule[]
  /** Desktop notices for alerts; the inbox is there either way. */
  readonly notifications: boolean
  readonly alertSound: boolean
  readonly quietHours: QuietHours | null
  readonly columns: readonly string[]
  readonly closeNoticeShown: boolean
  /** Dismissed: the hint that this desktop shows no tray. */
  readonly noTrayHintSeen: boolean
  /** The way to TaskRouter. */
  readonly proxy: ProxySetting
  /**
   * Files with certificates (PEM) trusted besides the built-in ones, such as that of a proxy which inspects traffic. The
   * window can take one away but never name one: they are chosen in a dialog of main.
   */
  readonly extraCa: readonly string[]
  /** Whether the first-run tour was taken or refused. */
  readonly tourSeen: boolean
  readonly keys: ChosenKeys
  /** Saved views and other renderer preferences, opaque to main but size-limited. */
  readonly views: readonly SavedView[]
  /** How each view, built-in ones included, is laid out, by its id; missing = the standard way. */
  readonly looks: Readonly<Record<string, ViewLook>>
  /** Whether the strip of queues stands above the board. */
  readonly queueStrip: boolean
}

export interface ProxySetting {
  /** `system`: what the operating system says, PAC included · `direct`: none · `explicit`: the one at `address`. */
  readonly mode: 'system' | 'direct' | 'explicit'
  /** `host:port`, or `https://host:port` for a proxy that speaks TLS itself. Kept while another mode is in use. */
  readonly address: string
  /** User name for the explicit proxy; empty = none asked for. The password is in the keychain. */
  readonly user: string
  /** Whether servers on this computer are reached without the explicit proxy. */
  readonly bypassLoopback: boolean
}

export interface SavedView {
  readonly id: string
  readonly name: string
  readonly filter: string
  readonly sort: string
  /** One of `VIEW_ICONS`; left out = a bookmark. */
  readonly icon?: string | undefined
}

/** How a view is laid out. */
export interface ViewLook {
  readonly layout: 'table' | 'lanes'
  /** What a lane stands for. */
  readonly lanesBy: string
  /** What rows are grouped by; empty = not grouped. */
  readonly group: string
  /** As in the setting `columns`; empty = those. */
  readonly columns: readonly string[]
}

/** A view as it travels in a file: everything of it but its id. */
export type SharedView = Omit<SavedView, 'id'> & { readonly look: ViewLook | null }

/** Names of the icons that a view of the supervisor's own can have. */
export const VIEW_ICONS = [
  'bookmark',
  'star',
  'flag',
  'phone',
  'message',
  'mail',
  'users',
  'clock',
  'alert',
  'layers',
  'moon',
  'zap',
] as const

/** What the window may change by itself. */
export type SettingsPatch = {
  readonly [Key in keyof Omit<Settings, 'extraCa' | 'lockRequired'>]?: Settings[Key] | undefined
}

export interface SettingsState {
  readonly settings: Settings
  /** Keys that an administrator has fixed. */
  readonly locked: readonly (keyof Settings)[]
  /** Set when a damaged file was put aside at this start. */
  readonly recovered: boolean
  readonly policy: PolicyState
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  density: 'compact',
  language: 'system',
  closeToTray: true,
  startHidden: false,
  startAtLogin: false,
  updates: 'tell',
  lockRequired: false,
  coverAfterMinutes: null,
  coverWithScreen: false,
  operator: '',
  rejectionLimit: 10,
  typedConfirmFrom: 50,
  requireNote: false,
  thresholds: DEFAULT_THRESHOLDS,
  thresholdExceptions: [],
  disabledReasons: [],
  callCheck: false,
  alertRules: DEFAULT_ALERT_RULES,
  notifications: true,
  alertSound: false,
  quietHours: null,
  viewOnly: false,
  allowedActions: ACTION_IDS,
  bulkMaximum: 10_000,
  reasons: [],
  pollSeconds: 2,
  exportAllowed: true,
  regions: REGIONS,
  workspaces: [],
  keepMonths: null,
  columns: [],
  closeNoticeShown: false,
  noTrayHintSeen: false,
  proxy: { mode: 'system', address: '', user: '', bypassLoopback: true },
  extraCa: [],
  tourSeen: false,
  keys: {},
  views: [],
  looks: {},
  queueStrip: true,
}
