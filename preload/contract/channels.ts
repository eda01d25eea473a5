import type { BoardPush, BoardStatus, Directory, QueueBoard, ReservationDetail, WorkerDetail } from './board'
import type {
  HistoryPage,
  HistoryQuery,
  JobPush,
  JobRecords,
  JobSummary,
  Plan,
  PlanProgress,
  PlanRequest,
  RowOutcome,
  RunRequest,
} from './bulk'
import type {
  CheckStep,
  ConnectionDraft,
  ConnectionInput,
  ConnectionState,
  ConnectionSummary,
  WorkspaceChoice,
} from './connection'
import type { AlertsState } from './alerts'
import type { RuleSettings, RulesPreview } from './diagnosis'
import type { LockState } from './lock'
import type { NetworkState } from './network'
import type { SettingsPatch, SettingsState, SharedView } from './settings'
import type { MenuGroup } from './keys'
import type { UpdateState } from './updates'
import type { RowNote } from './row-notes'
import type { Preset, PresetImport, PresetList } from './presets'
import type { PracticeFault, PracticeSpeed, PracticeStage, PracticeState, StagedSituation } from './practice'

/** Facts about the program, for the About page and for the look of the window. */
export interface AppInfo {
  readonly name: string
  readonly version: string
  readonly platform: string
  readonly electron: string
  readonly chrome: string
  readonly node: string
  /** Locale of the operating system, such as `en-GB`. */
  readonly locale: string
  readonly keychain: 'available' | 'unavailable' | 'unknown'
  readonly tray: boolean
}

/** Pages that may be opened in the supervisor's browser. Main builds the address; the window only names it. */
export type ExternalPage =
  | { readonly page: 'consoleTask'; readonly sid: string }
  | { readonly page: 'consoleWorker'; readonly sid: string }
  | { readonly page: 'apiKeys' }
  | { readonly page: 'reservationDocs' }

/**
 * Everything the window may ask. Key = channel without prefix; `request` is what is sent, `response` what comes back in
 * a `Result`. A channel not listed here does not exist.
 */
export interface Requests {
  'app/info': { request: null; response: AppInfo }
  'app/openExternal': { request: ExternalPage; response: null }
  /** Shows the folder of this program's own files in the system's file manager. */
  'app/openFolder': { request: null; response: null }
  'app/copyText': { request: { readonly text: string }; response: null }
  /** What the program's menu is to show of the window's commands. */
  'app/menu': { request: { readonly groups: readonly MenuGroup[] }; response: null }
  'app/quit': { request: null; response: null }
  /** Makes the support file and shows what is in it; `supportSave` saves just that. */
  'app/supportPreview': { request: null; response: { readonly text: string } }
  'app/supportSave': { request: null; response: { readonly saved: boolean } }

  'updates/state': { request: null; response: UpdateState }
  /** Looks for a newer version now. */
  'updates/check': { request: null; response: UpdateState }
  'updates/download': { request: null; response: UpdateState }
  /** Ends the program and starts the newer one; refused with `busy` while a job runs. */
  'updates/install': { request: null; response: UpdateState }

  'connection/state': { request: null; response: ConnectionState }
  'connection/list': { request: null; response: readonly ConnectionSummary[] }
  /** Tries the credentials. The secret travels here and is never sent back. */
  'connection/draft': { request: ConnectionInput; response: ConnectionDraft }
  'connection/connect': {
    request: { readonly draftId: string; readonly workspaceSid: string }
    response: ConnectionState
  }
  /** Gives a saved connection the credentials of a draft, without signing out. */
  'connection/replace': {
    request: { readonly connectionId: string; readonly draftId: string }
    response: ConnectionState
  }
  'connection/practice': { request: null; response: ConnectionState }
  'connection/select': { request: { readonly connectionId: string }; response: ConnectionState }
  'connection/workspaces': { request: null; response: readonly WorkspaceChoice[] }
  'connection/retry': { request: null; response: ConnectionState }
  /** Forgets the connection and removes its secret from the keychain. */
  'connection/signOut': { request: { readonly connectionId: string }; response: ConnectionState }
  'connection/check': { request: null; response: readonly CheckStep[] }

  /** Starts (or restarts) the stream of pages and deltas to this window. */
  'board/subscribe': { request: null; response: BoardStatus }
  'board/refresh': { request: null; response: null }
  'board/directory': { request: null; response: Directory }
  'board/detail': { request: { readonly sid: string }; response: ReservationDetail }
  /** Live tasks by queue; with `history` also what was observed of the last hour. */
  'board/queues': { request: { readonly history: boolean }; response: QueueBoard }
  /** Reads one worker fresh, capacity included. */
  'board/worker': { request: { readonly sid: string }; response: WorkerDetail }
  /** Saves the rows that a filter (in the form in which views are kept) lets through, oldest first. */
  'board/export': {
    request: {
      readonly filter: string
      readonly format: 'csv' | 'json'
      /** Phone numbers as they are, in CSV as well. */
      readonly rawNumbers: boolean
    }
    response: { readonly saved: boolean }
  }

  /** The note on a reservation, or null. */
  'notes/read': { request: { readonly sid: string }; response: RowNote | null }
  /** Writes it down; an empty text takes the note away. */
  'notes/write': { request: { readonly sid: string; readonly text: string }; response: RowNote | null }

  'bulk/plan': { request: PlanRequest; response: Plan }
  'bulk/cancelPlan': { request: { readonly planId: string }; response: null }
  'bulk/run': { request: RunRequest; response: JobSummary }
  'bulk/commands': {
    request: { readonly planId: string; readonly shell: 'curl' | 'twilio' }
    response: { readonly text: string }
  }
  'bulk/jobs': { request: null; response: readonly JobSummary[] }
  /** Whether the records of earlier jobs could be read. */
  'bulk/records': { request: null; response: JobRecords }
  /** Looks for jobs that a crash left open once more. */
  'bulk/recover': { request: null; response: JobRecords }
  'bulk/outcomes': { request: { readonly jobId: string }; response: readonly RowOutcome[] }
  'bulk/pause': { request: { readonly jobId: string }; response: JobSummary }
  'bulk/resume': { request: { readonly jobId: string }; response: JobSummary }
  'bulk/cancel': { request: { readonly jobId: string }; response: JobSummary }
  /** Plans the failed rows of a job again. */
  'bulk/retryFailed': { request: { readonly jobId: string }; response: Plan }
  /** Does again what was left of partly done rows, in the same job. Statuses are left alone. */
  'bulk/retryPartial': { request: { readonly jobId: string }; response: JobSummary }
  'bulk/export': {
    request: { readonly jobId: string; readonly format: 'csv' | 'json'; readonly rawNumbers: boolean }
    response: { readonly saved: boolean }
  }

  'alerts/state': { request: null; response: AlertsState }
  /** Null = all of them. */
  'alerts/markRead': { request: { readonly id: string | null }; response: AlertsState }
  'alerts/clearEnded': { request: null; response: AlertsState }
  /** 0 minutes end a snooze. */
  'alerts/snooze': {
    request: {
      readonly target: { readonly ruleId: string } | { readonly sids: readonly string[] }
      readonly minutes: number
    }
    response: AlertsState
  }
  /** How many rows of the open board these rules would catch now; nothing is kept. */
  'diagnosis/preview': { request: RuleSettings; response: RulesPreview }
  /** Presets of the connected workspace. */
  'presets/list': { request: null; response: PresetList }
  /** Adds a preset or replaces the one with its id. */
  'presets/save': { request: Preset; response: PresetList }
  'presets/remove': { request: { readonly id: string }; response: PresetList }
  'presets/export': { request: null; response: { readonly saved: boolean } }
  'presets/import': { request: null; response: PresetImport }

  'history/query': { request: HistoryQuery; response: HistoryPage }
  'history/export': {
    request: {
      readonly query: HistoryQuery
      readonly format: 'csv' | 'json'
      /** Phone numbers as they are, in CSV as well. */
      readonly rawNumbers: boolean
    }
    response: { readonly saved: boolean }
  }

  'lock/state': { request: null; response: LockState }
  /** Locks the console; refused with `invalid` while no PIN is set. */
  'lock/now': { request: null; response: LockState }
  /** Refused with `wrongPin`, or with `tryLater` while the wait after wrong ones lasts. */
  'lock/unlock': { request: { readonly pin: string }; response: LockState }
  /** Sets or changes the PIN; `current` is null where there is none. Nothing of it is ever sent back. */
  'lock/setPin': { request: { readonly current: string | null; readonly pin: string }; response: LockState }
  'lock/removePin': { request: { readonly current: string }; response: LockState }
  /** For a PIN that is forgotten: signs out of everything, removes the connections, and the PIN with them. */
  'lock/giveUp': { request: null; response: LockState }

  'network/state': { request: null; response: NetworkState }
  /** Keeps the password of the proxy in the settings; it is never sent back. */
  'network/setProxyPassword': { request: { readonly password: string }; response: NetworkState }
  'network/forgetProxyPassword': { request: null; response: NetworkState }
  /** Lets the supervisor choose a file. Answers the state as it was when they change their mind. */
  'network/addCertificate': { request: null; response: NetworkState }
  'network/removeCertificate': { request: { readonly path: string }; response: NetworkState }
  /** Tries the way to TaskRouter without signing in: name, proxy, encryption. Needs no connection. */
  'network/check': { request: null; response: readonly CheckStep[] }

  /** Steering the practice workspace; refused with `noConnection` unless that is what is open. */
  'practice/state': { request: null; response: PracticeState }
  'practice/stage': { request: { readonly stage: PracticeStage }; response: StagedSituation }
  'practice/speed': { request: { readonly speed: PracticeSpeed }; response: PracticeState }
  'practice/pause': { request: null; response: PracticeState }
  'practice/resume': { request: null; response: PracticeState }
  'practice/advance': { request: { readonly minutes: number }; response: PracticeState }
  'practice/limit': { request: { readonly rps: number }; response: PracticeState }
  'practice/fault': {
    request: { readonly fault: PracticeFault; readonly on: boolean }
    response: PracticeState
  }
  'practice/clearFaults': { request: null; response: PracticeState }
  /** Starts the practice workspace anew. */
  'practice/reset': { request: null; response: ConnectionState }

  'settings/get': { request: null; response: SettingsState }
  'settings/set': { request: SettingsPatch; response: SettingsState }

  /** Writes these views of the supervisor's own to a file of their choice. */
  'views/export': { request: { readonly ids: readonly string[] }; response: { readonly saved: boolean } }
  /** Reads a file of views; null when the supervisor changed their mind. Nothing is kept by itself. */
  'views/import': { request: null; response: { readonly views: readonly SharedView[] | null } }
}

export type Channel = keyof Requests

/** Everything main may push. The window subscribes by topic. */
export interface Pushes {
  'connection/changed': ConnectionState
  'board/push': BoardPush
  'board/status': BoardStatus
  'board/directoryChanged': null
  'bulk/planProgress': PlanProgress
  'bulk/job': JobPush
  'bulk/recordsChanged': JobRecords
  'settings/changed': SettingsState
  'alerts/changed': AlertsState
  'updates/changed': UpdateState
  /** From the tray, a notification or a deep link: show this. It selects; it never acts. */
  'app/show': ShowTarget
  /** Nobody sits in front of the computer: hide everything that is shown. */
  'app/cover': null
  'lock/changed': LockState
  /** A command was chosen in the program's menu. */
  'app/command': { readonly id: string }
  /** Whether somebody can see the tray icon has changed. */
  'app/trayChanged': { readonly shown: boolean }
}

export type ShowTarget =
  | { readonly target: 'board'; readonly view: string | null }
  | { readonly target: 'reservation'; readonly sid: string }
  | { readonly target: 'job'; readonly jobId: string }
  /** A view narrowed by a filter in the form in which views are kept. */
  | { readonly target: 'filtered'; readonly view: string; readonly filter: string }
  | { readonly target: 'alerts' }
  | { readonly target: 'settings' }

export type Topic = keyof Pushes

/** Channel names on the wire carry a version, so that an old preload can never talk to a new main. */
export const WIRE_PREFIX = 'console:v1:'

/** Every channel, in the order of `Requests`; main registers exactly these and the preload exposes exactly these. */
export const CHANNELS = [
  'app/info',
  'app/openExternal',
  'app/openFolder',
  'app/copyText',
  'app/menu',
  'app/quit',
  'app/supportPreview',
  'app/supportSave',
  'updates/state',
  'updates/check',
  'updates/download',
  'updates/install',
  'connection/state',
  'connection/list',
  'connection/draft',
  'connection/connect',
  'connection/replace',
  'connection/practice',
  'connection/select',
  'connection/workspaces',
  'connection/retry',
  'connection/signOut',
  'connection/check',
  'board/subscribe',
  'board/refresh',
  'board/directory',
  'board/detail',
  'board/queues',
  'board/worker',
  'board/export',
  'notes/read',
  'notes/write',
  'bulk/plan',
  'bulk/cancelPlan',
  'bulk/run',
  'bulk/commands',
  'bulk/jobs',
  'bulk/records',
  'bulk/recover',
  'bulk/outcomes',
  'bulk/pause',
  'bulk/resume',
  'bulk/cancel',
  'bulk/retryFailed',
  'bulk/retryPartial',
  'bulk/export',
  'alerts/state',
  'alerts/markRead',
  'alerts/clearEnded',
  'alerts/snooze',
  'diagnosis/preview',
  'presets/list',
  'presets/save',
  'presets/remove',
  'presets/export',
  'presets/import',
  'history/query',
  'history/export',
  'lock/state',
  'lock/now',
  'lock/unlock',
  'lock/setPin',
  'lock/removePin',
  'lock/giveUp',
  'network/state',
  'network/setProxyPassword',
  'network/forgetProxyPassword',
  'network/addCertificate',
  'network/removeCertificate',
  'network/check',
  'practice/state',
  'practice/stage',
  'practice/speed',
  'practice/pause',
  'practice/resume',
  'practice/advance',
  'practice/limit',
  'practice/fault',
  'practice/clearFaults',
  'practice/reset',
  'settings/get',
  'settings/set',
  'views/export',
  'views/import',
] as const satisfies readonly Channel[]

export const TOPICS = [
  'connection/changed',
  'board/push',
  'board/status',
  'board/directoryChanged',
  'bulk/planProgress',
  'bulk/job',
  'bulk/recordsChanged',
  'settings/changed',
  'alerts/changed',
  'updates/changed',
  'app/show',
  'app/cover',
  'lock/changed',
  'app/command',
  'app/trayChanged',
] as const satisfies readonly Topic[]

/** Fail to compile when a channel or a topic is declared above but not listed. */
type Unlisted = Exclude<Channel, (typeof CHANNELS)[number]> | Exclude<Topic, (typeof TOPICS)[number]>
export const EVERYTHING_LISTED: [Unlisted] extends [never] ? true : never = true
