import type { CumulativeStatistics, RealTimeStatistics } from '../resources'
import type { Decode } from './resources'
import { asCount, asNumber, asRow, asSid, asText, asTime } from './values'

/**
 * Counts come as numbers or as numeric text, and a missing key means 0 (source: samples of the statistics pages, which
 * contradict their own prose).
 */
function decodeCounts(value: unknown): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [key, count] of Object.entries(asRow(value) ?? {})) {
    const number = asNumber(count)
    if (number !== null) counts[key] = number
  }
  return counts
}

function decodeActivities(value: unknown): RealTimeStatistics['activityStatistics'] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    const row = asRow(entry)
    const sid = asSid(row?.['sid'])
    if (row === null || sid === null) return []
    return [{ sid, friendlyName: asText(row['friendly_name']) ?? '', workers: asCount(row['workers']) }]
  })
}

/** Also takes the `realtime` part of the combined statistics. */
export const decodeRealTimeStatistics: Decode<RealTimeStatistics> = (value) => {
  const whole = asRow(value)
  if (whole === null) return null
  const row = asRow(whole['realtime']) ?? whole
  return {
    tasksByStatus: decodeCounts(row['tasks_by_status']),
    tasksByPriority: decodeCounts(row['tasks_by_priority']),
    totalTasks: asNumber(row['total_tasks']),
    totalWorkers: asNumber(row['total_workers']),
    longestTaskWaitingAgeSeconds: asNumber(row['longest_task_waiting_age']),
    longestTaskWaitingSid: asSid(row['longest_task_waiting_sid']),
    activityStatistics: decodeActivities(row['activity_statistics']),
    totalEligibleWorkers: asNumber(row['total_eligible_workers']),
    totalAvailableWorkers: asNumber(row['total_available_workers']),
  }
}

/** Also takes the `cumulative` part of the combined statistics. */
export const decodeCumulativeStatistics: Decode<CumulativeStatistics> = (value) => {
  const whole = asRow(value)
  if (whole === null) return null
  const row = asRow(whole['cumulative']) ?? whole
  return {
    startAt: asTime(row['start_time']),
    endAt: asTime(row['end_time']),
    reservationsCreated: asCount(row['reservations_created']),
    reservationsAccepted: asCount(row['reservations_accepted']),
    reservationsRejected: asCount(row['reservations_rejected']),
    reservationsTimedOut: asCount(row['reservations_timed_out']),
    reservationsCanceled: asCount(row['reservations_canceled']),
    reservationsRescinded: asCount(row['reservations_rescinded']),
    tasksCreated: asCount(row['tasks_created']),
    tasksCanceled: asCount(row['tasks_canceled']),
    tasksCompleted: asCount(row['tasks_completed']),
    tasksDeleted: asCount(row['tasks_deleted']),
    tasksMoved: asCount(row['tasks_moved']),
  }
}
