import { z } from 'zod'
import { ACTION_IDS } from './actions'
import { MOST_ALERT_RULES } from './alerts'
import { REGIONS } from './connection'
import { KEYS_PATTERN } from './keys'
import { MAX_CERTIFICATE_FILES, parseProxyAddress } from './network'
import { REASONS } from './reasons'
import { commandId, filePath, id, MOST_COMMANDS, sid, text } from './schemas-common'
import { VIEW_ICONS } from './settings'
import { exceptionKey, MOST_EXCEPTIONS, TIMED_STATUSES } from './thresholds'
import { UPDATE_MODES } from './updates'

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

export const thresholdExceptions = z
  .array(thresholdException)
  .max(MOST_EXCEPTIONS)
  .refine((list) => new Set(list.map(exceptionKey)).size === list.length, 'the same exception twice')

export const thresholds = z.strictObject({ pending: threshold, accepted: threshold, wrapping: threshold })
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

export const disabledReasons = z.array(z.enum(REASONS)).max(REASONS.length)
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

/** What the window may change; the rest is the administrator's, or has a channel of its own. */
export const settingsPatch = z
  .strictObject(settingsFields)
  .omit({ extraCa: true, lockRequired: true })
  .partial()
