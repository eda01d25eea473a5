/** Fields of a row, and (`within`) which entries of a field that is itself an object are wanted. */
export interface RowFields {
  readonly of: readonly string[]
  readonly within?: Readonly<Record<string, readonly string[]>>
}

/**
 * What the decoders of the three lists that grow large read of a row. A page carries twice as much again (addresses, links, versions
 * of the account), which is left behind where the page is parsed.
 */
export const TASK_FIELDS: RowFields = {
  of: [
    'sid',
    'assignment_status',
    'attributes',
    'addons',
    'age',
    'priority',
    'reason',
    'timeout',
    'task_channel_sid',
    'task_channel_unique_name',
    'task_queue_sid',
    'task_queue_friendly_name',
    'task_queue_entered_date',
    'workflow_sid',
    'workflow_friendly_name',
    'routing_target',
    'ignore_capacity',
    'virtual_start_time',
    'date_created',
    'date_updated',
  ],
}

export const WORKER_FIELDS: RowFields = {
  of: [
    'sid',
    'friendly_name',
    'activity_sid',
    'activity_name',
    'available',
    'attributes',
    'date_created',
    'date_updated',
    'date_status_changed',
  ],
}

/** @param dataNames the entries of `event_data` that are wanted; undefined = all. */
export function eventFields(dataNames: readonly string[] | undefined): RowFields {
  return dataNames === undefined ? EVENT_FIELDS : { ...EVENT_FIELDS, within: { event_data: dataNames } }
}

const EVENT_FIELDS: RowFields = {
  of: [
    'sid',
    'event_type',
    'event_date_ms',
    'event_date',
    'description',
    'actor_type',
    'actor_sid',
    'resource_type',
    'resource_sid',
    'event_data',
  ],
}
