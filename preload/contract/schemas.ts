import { z } from 'zod'
import { ACTION_IDS } from './actions'
import { CAPACITY_MAX } from './worker-channel'
import type { Channel, Requests } from './channels'
import { OUTCOME_KINDS } from './bulk'
import { INSTRUCTION_KINDS } from './instructions/spec'
import { PRESET_NAME_MAX } from './presets'
import { REGIONS } from './connection'
import { MOST_ALERT_RULES } from './alerts'
import { REASONS } from './reasons'
import { ROW_NOTE_MAX } from './row-notes'
import { VIEW_ICONS } from './settings'
import { exceptionKey, MOST_EXCEPTIONS, TIMED_STATUSES } from './thresholds'
import { PRACTICE_FAULTS, PRACTICE_SPEEDS, PRACTICE_STAGES } from './practice'
import { PIN_MAX, PIN_MIN } from './lock'
import { MAX_CERTIFICATE_FILES, parseProxyAddress } from './network'
import { COMMAND_ID_PATTERN, KEYS_PATTERN } from './keys'
import { UPDATE_MODES } from './updates'
import { sidPattern, type SidKind } from './sids'

/**
 * What main accepts from the window, one strict schema per channel. Main parses every request with these before any
 * handler sees it; unknown keys, long texts and wrong SIDs never get through. (The window never loads this file.)
 */

z.config({ jitless: true })

const sid = (kind: SidKind) => z.string().regex(sidPattern(kind), `not a SID of kind ${kind}`)
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const text = (max: number) => z.string().max(max)
/** Printable ASCII without spaces: what Twilio's secrets and tokens are made of. */
const secret = z.string().regex(/^[\x21-\x7e]{8,256}$/, 'not a secret')
const nothing = z.null()
/** Counted in characters as people see them, so that an accent or an emoji is not two. */
const newPin = z.string().regex(new RegExp(`^[^\\p{Cc}]{${PIN_MIN},${PIN_MAX}}$`, 'u'), 'not a PIN')
const typedPin = z.string().regex(new RegExp(`^[^\\p{Cc}]{1,${PIN_MAX}}$`, 'u'), 'not a PIN')

const credentials = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('apiKey'),
    accountSid: sid('account'),
    keySid: sid('apiKey'),
    secret,
  }),
  z.strictObject({ kind: z.literal('authToken'), accountSid: sid('account'), secret }),
])

const parameterValue = z.union([text(4096), z.number(), z.boolean(), z.array(text(256)).max(16)])

/** No instruction has more parameters than this; see the table. */
const MOST_PARAMETERS = 64

const instruction = z.strictObject({
  kind: z.enum(INSTRUCTION_KINDS),
  parameters: z
    .record(z.string().regex(/^[A-Za-z]{2,64}$/), parameterValue)
    .refine((given) => Object.keys(given).length <= MOST_PARAMETERS, 'too many parameters'),
})

export const presetSchema = z.strictObject({
  id,
  name: z.string().trim().min(1).max(PRESET_NAME_MAX),
  instruction,
  isDefault: z.boolean(),
})

const reasonText = text(500)

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instruction'), instruction }),
  z.strictObject({
    kind: z.literal('workerActivity'),
    activitySid: sid('activity'),
    rejectPending: z.boolean(),
  }),
  z
    .strictObject({
      kind: z.literal('workerChannel'),
      channelSid: sid('taskChannel'),
      capacity: z.int().min(0).max(CAPACITY_MAX).nullable(),
      available: z.boolean().nullable(),
    })
    .refine(({ capacity, available }) => capacity !== null || available !== null, 'nothing to change'),
  z.strictObject({ kind: z.literal('cancelTask'), reason: reasonText }),
  z.strictObject({ kind: z.literal('completeTask'), reason: reasonText }),
  z.strictObject({ kind: z.literal('deleteTask') }),
])

/** What a plan may be about: reservations, or workers themselves where the action is about workers. */
const planRequest = z
  .strictObject({
    action,
    sids: z
      .array(z.union([sid('reservation'), sid('worker')]))
      .min(1)
      .max(10_000)
      .refine((list) => new Set(list).size === list.length, 'the same row twice'),
    note: text(500),
  })
  .refine(({ sids }) => new Set(sids.map((each) => each.slice(0, 2))).size === 1, 'rows of two kinds')
  .refine(
    ({ action: { kind }, sids }) =>
      kind === 'workerActivity' || (sids[0]?.startsWith('WK') === true) === (kind === 'workerChannel'),
    'an action on the wrong kind of rows',
  )

/** Two weeks at most: TaskRouter ends everything older by itself. */
const thresholdSeconds = z.int().min(1).max(1_209_600)
const threshold = z
  .strictObject({ watch: thresholdSeconds, stuck: thresholdSeconds })
  .refine((pair) => pair.watch <= pair.stuck, 'watch must not be later than stuck')

const thresholdException = z
  .strictObject({
    status: z.enum(TIMED_STATUSES),
    queueSid: sid('taskQueue').nullable(),
    channel: text(64).nullable(),
    watch: thresholdSeconds,
    stuck: thresholdSeconds,
  })
  .refine((pair) => pair.watch <= pair.stuck, 'watch must not be later than stuck')
  .refine(({ queueSid, channel }) => queueSid !== null || channel !== null, 'an exception from nothing')

const thresholdExceptions = z
  .array(thresholdException)
  .max(MOST_EXCEPTIONS)
  .refine((list) => new Set(list.map(exceptionKey)).size === list.length, 'the same exception twice')

const thresholds = z.strictObject({ pending: threshold, accepted: threshold, wrapping: threshold })
const viewId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const alertRule = z.strictObject({
  id,
  name: text(100),
  view: viewId,
  stuckOnly: z.boolean(),
  atLeast: z.int().min(1).max(100_000),
  forSeconds: z.int().min(0).max(86_400),
  enabled: z.boolean(),
})
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time of day')

const disabledReasons = z.array(z.enum(REASONS)).max(REASONS.length)
const moment = z.number().min(0).max(8.64e15)

const historyQuery = z.strictObject({
  text: text(200),
  action: z
    .string()
    .regex(/^[A-Za-z]{1,32}$/)
    .optional(),
  outcome: z.enum(OUTCOME_KINDS).optional(),
  worker: text(200).optional(),
  operator: text(100).optional(),
  from: moment.optional(),
  to: moment.optional(),
  limit: z.int().min(1).max(1000),
  before: z.number().nullable(),
})

const filePath = z.string().min(1).max(4096)

const proxy = z
  .strictObject({
    mode: z.enum(['system', 'direct', 'explicit']),
    address: text(300).refine(
      (address) => address === '' || parseProxyAddress(address) !== null,
      'not host:port',
    ),
    // A colon would end the name in the header that carries it.
    user: z.string().regex(/^[^:\p{Cc}]{0,256}$/u),
    bypassLoopback: z.boolean(),
  })
  .refine(({ mode, address }) => mode !== 'explicit' || address !== '', {
    path: ['address'],
    message: 'an explicit proxy needs an address',
  })

/** Words and line breaks; nothing that a terminal or a spreadsheet would obey. */
export const rowNoteText = z
  .string()
  .max(ROW_NOTE_MAX)
  .regex(/^(?:[^\p{Cc}]|\n)*$/u, 'not a text')

const viewFields = {
  name: text(100),
  filter: text(4000),
  sort: text(500),
  icon: z.enum(VIEW_ICONS).optional(),
}

const viewLook = z.strictObject({
  layout: z.enum(['table', 'lanes']),
  lanesBy: text(32),
  group: text(32),
  columns: z.array(text(64)).max(64),
})

const MOST_COMMANDS = 300
const commandId = z.string().regex(COMMAND_ID_PATTERN)

const menuGroup = z.strictObject({
  id,
  label: text(60),
  commands: z
    .array(
      z.strictObject({
        id: commandId,
        label: text(200),
        keys: text(64).regex(KEYS_PATTERN).nullable(),
        enabled: z.boolean(),
      }),
    )
    .max(MOST_COMMANDS),
})

export const settingsFields = {
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  density: z.enum(['compact', 'comfortable']),
  language: z.enum(['system', 'en', 'es']),
  closeToTray: z.boolean(),
  startHidden: z.boolean(),
  startAtLogin: z.boolean(),
  updates: z.enum(UPDATE_MODES),
  lockRequired: z.boolean(),
  coverAfterMinutes: z.int().min(1).max(240).nullable(),
  coverWithScreen: z.boolean(),
  operator: text(100),
  rejectionLimit: z.int().min(1).max(1000),
  typedConfirmFrom: z.int().min(1).max(10_000),
  requireNote: z.boolean(),
  thresholds,
  thresholdExceptions,
  disabledReasons,
  callCheck: z.boolean(),
  alertRules: z
    .array(alertRule)
    .max(MOST_ALERT_RULES)
    .refine((rules) => new Set(rules.map((rule) => rule.id)).size === rules.length, 'the same rule twice'),
  notifications: z.boolean(),
  alertSound: z.boolean(),
  quietHours: z.strictObject({ from: timeOfDay, to: timeOfDay }).nullable(),
  viewOnly: z.boolean(),
  allowedActions: z.array(z.enum(ACTION_IDS)).max(ACTION_IDS.length),
  bulkMaximum: z.int().min(1).max(10_000),
  reasons: z.array(text(100).min(1)).max(50),
  pollSeconds: z.int().min(2).max(300),
  exportAllowed: z.boolean(),
  regions: z.array(z.enum(REGIONS)).min(1).max(REGIONS.length),
  workspaces: z.array(sid('workspace')).max(200),
  keepMonths: z.int().min(1).max(120).nullable(),
  columns: z.array(text(64)).max(64),
  closeNoticeShown: z.boolean(),
  noTrayHintSeen: z.boolean(),
  proxy,
  extraCa: z.array(filePath).max(MAX_CERTIFICATE_FILES),
  views: z.array(z.strictObject({ id, ...viewFields })).max(100),
  looks: z
    .record(id, viewLook)
    .refine((looks) => Object.keys(looks).length <= 200, 'the looks of too many views'),
  queueStrip: z.boolean(),
  tourSeen: z.boolean(),
  keys: z
    .record(commandId, z.union([z.literal(''), text(64).regex(KEYS_PATTERN)]))
    .refine((keys) => Object.keys(keys).length <= MOST_COMMANDS, 'too many keys'),
}

/** A view in a file. */
export const sharedView = z.strictObject({ ...viewFields, look: viewLook.nullable() })

const settingsPatch = z.strictObject(settingsFields).omit({ extraCa: true, lockRequired: true }).partial()

export const requestSchemas = {
  'app/info': nothing,
  'app/openExternal': z.discriminatedUnion('page', [
    z.strictObject({ page: z.literal('consoleTask'), sid: sid('task') }),
    z.strictObject({ page: z.literal('consoleWorker'), sid: sid('worker') }),
    z.strictObject({ page: z.literal('apiKeys') }),
    z.strictObject({ page: z.literal('reservationDocs') }),
  ]),
  'app/copyText': z.strictObject({ text: text(1_000_000) }),
  'app/menu': z.strictObject({ groups: z.array(menuGroup).max(12) }),
  'app/quit': nothing,
  'app/supportPreview': nothing,
  'app/openFolder': nothing,
  'app/supportSave': nothing,
  'updates/state': nothing,
  'updates/check': nothing,
  'updates/download': nothing,
  'updates/install': nothing,
  'connection/state': nothing,
  'connection/list': nothing,
  'connection/draft': z.strictObject({ credentials, region: z.enum(REGIONS) }),
  'connection/connect': z.strictObject({ draftId: id, workspaceSid: sid('workspace') }),
  'connection/replace': z.strictObject({ connectionId: id, draftId: id }),
  'connection/practice': nothing,
  'connection/select': z.strictObject({ connectionId: id }),
  'connection/workspaces': nothing,
  'connection/retry': nothing,
  'connection/signOut': z.strictObject({ connectionId: id }),
  'connection/check': nothing,
  'board/subscribe': nothing,
  'board/refresh': nothing,
  'board/directory': nothing,
  'board/detail': z.strictObject({ sid: sid('reservation') }),
  'board/queues': z.strictObject({ history: z.boolean() }),
  'board/worker': z.strictObject({ sid: sid('worker') }),
  'board/export': z.strictObject({
    filter: text(4000),
    format: z.enum(['csv', 'json']),
    rawNumbers: z.boolean(),
  }),
  'notes/read': z.strictObject({ sid: sid('reservation') }),
  'notes/write': z.strictObject({ sid: sid('reservation'), text: rowNoteText }),
  'bulk/plan': planRequest,
  'bulk/cancelPlan': z.strictObject({ planId: id }),
  'bulk/run': z.strictObject({
    planId: id,
    released: z.array(z.union([sid('reservation'), sid('worker')])).max(10_000),
    typed: text(100),
    note: text(500),
    noteOnTask: z.boolean(),
  }),
  'bulk/commands': z.strictObject({ planId: id, shell: z.enum(['curl', 'twilio']) }),
  'bulk/jobs': nothing,
  'bulk/records': nothing,
  'bulk/recover': nothing,
  'bulk/outcomes': z.strictObject({ jobId: id }),
  'bulk/pause': z.strictObject({ jobId: id }),
  'bulk/resume': z.strictObject({ jobId: id }),
  'bulk/cancel': z.strictObject({ jobId: id }),
  'bulk/retryFailed': z.strictObject({ jobId: id }),
  'bulk/retryPartial': z.strictObject({ jobId: id }),
  'bulk/export': z.strictObject({ jobId: id, format: z.enum(['csv', 'json']), rawNumbers: z.boolean() }),
  'alerts/state': nothing,
  'alerts/markRead': z.strictObject({ id: id.nullable() }),
  'alerts/clearEnded': nothing,
  'alerts/snooze': z.strictObject({
    target: z.union([
      z.strictObject({ ruleId: id }),
      z.strictObject({ sids: z.array(sid('reservation')).min(1).max(10_000) }),
    ]),
    minutes: z
      .int()
      .min(0)
      .max(24 * 60),
  }),
  'diagnosis/preview': z.strictObject({ thresholds, thresholdExceptions, disabledReasons }),
  'presets/list': nothing,
  'presets/save': presetSchema,
  'presets/remove': z.strictObject({ id }),
  'presets/export': nothing,
  'presets/import': nothing,
  'history/query': historyQuery,
  'lock/state': nothing,
  'lock/now': nothing,
  'lock/unlock': z.strictObject({ pin: typedPin }),
  'lock/setPin': z.strictObject({ current: typedPin.nullable(), pin: newPin }),
  'lock/removePin': z.strictObject({ current: typedPin }),
  'lock/giveUp': nothing,
  'network/state': nothing,
  'network/setProxyPassword': z.strictObject({ password: z.string().regex(/^[^\p{Cc}]{1,256}$/u) }),
  'network/forgetProxyPassword': nothing,
  'network/addCertificate': nothing,
  'network/removeCertificate': z.strictObject({ path: filePath }),
  'network/check': nothing,
  'history/export': z.strictObject({
    query: historyQuery,
    format: z.enum(['csv', 'json']),
    rawNumbers: z.boolean(),
  }),
  'practice/state': nothing,
  'practice/stage': z.strictObject({ stage: z.enum(PRACTICE_STAGES) }),
  'practice/speed': z.strictObject({ speed: z.literal(PRACTICE_SPEEDS) }),
  'practice/pause': nothing,
  'practice/resume': nothing,
  'practice/advance': z.strictObject({ minutes: z.int().min(1).max(1440) }),
  'practice/limit': z.strictObject({ rps: z.int().min(0).max(1000) }),
  'practice/fault': z.strictObject({ fault: z.enum(PRACTICE_FAULTS), on: z.boolean() }),
  'practice/clearFaults': nothing,
  'practice/reset': nothing,
  'settings/get': nothing,
  'settings/set': settingsPatch,
  'views/export': z.strictObject({ ids: z.array(id).min(1).max(100) }),
  'views/import': nothing,
} satisfies Record<Channel, z.ZodType>

/** The parsed request of a channel has the type the contract declares; a mismatch fails to compile here. */
type Parsed<C extends Channel> = z.output<(typeof requestSchemas)[C]>
type Mismatch = { [C in Channel]: Parsed<C> extends Requests[C]['request'] ? never : C }[Channel]
export const SCHEMAS_MATCH: [Mismatch] extends [never] ? true : never = true
