import type { ReasonId } from './reasons'
import { DEFAULT_THRESHOLDS, type ThresholdException, type Thresholds } from './thresholds'

/** What the supervisor can change. Everything here is kept in a plain file: never a secret, never workspace data. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark' | 'contrast'
  readonly density: 'compact' | 'comfortable'
  readonly language: 'system' | 'en' | 'es'
  readonly closeToTray: boolean
  readonly startHidden: boolean
  readonly startAtLogin: boolean
  /** Name written into the history; empty = the account name of the operating system. */
  readonly operator: string
  /** Rejections after which TaskRouter cancels a task: 10 or 1,000 by its own pages; the cautious one by default. */
  readonly rejectionLimit: number
  /** Rows from which a plan must be confirmed by typing. */
  readonly typedConfirmFrom: number
  readonly requireNote: boolean
  /** Age in seconds from which a status is worth watching / stuck. */
  readonly thresholds: Thresholds
  /** Other ages for single queues and channels; the closest one holds. */
  readonly thresholdExceptions: readonly ThresholdException[]
  /** Rules that are switched off: their reasons are never named. */
  readonly disabledReasons: readonly ReasonId[]
  readonly columns: readonly string[]
  readonly closeNoticeShown: boolean
  /** Saved views and other renderer preferences, opaque to main but size-limited. */
  readonly views: readonly SavedView[]
}

export interface SavedView {
  readonly id: string
  readonly name: string
  readonly filter: string
  readonly sort: string
}

export type SettingsPatch = { readonly [Key in keyof Settings]?: Settings[Key] | undefined }

export interface SettingsState {
  readonly settings: Settings
  /** Keys that an administrator has fixed. */
  readonly locked: readonly (keyof Settings)[]
  /** Set when a damaged file was put aside at this start. */
  readonly recovered: boolean
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  density: 'compact',
  language: 'system',
  closeToTray: true,
  startHidden: false,
  startAtLogin: false,
  operator: '',
  rejectionLimit: 10,
  typedConfirmFrom: 50,
  requireNote: false,
  thresholds: DEFAULT_THRESHOLDS,
  thresholdExceptions: [],
  disabledReasons: [],
  columns: [],
  closeNoticeShown: false,
  views: [],
}
