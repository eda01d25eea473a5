/**
 * What a restricted key needs, by what it is for. Names follow the policy names of Twilio's restricted keys as far as they
 * are public; the Console shows the same resources as a tree, so each line can be found there.
 */
const KEY_PERMISSIONS = {
  read: [
    '/twilio/taskrouter/workspaces/{read,list}',
    '/twilio/taskrouter/workspaces.tasks/{read,list}',
    '/twilio/taskrouter/workspaces.tasks.reservations/{read,list}',
    '/twilio/taskrouter/workspaces.workers/{read,list}',
    '/twilio/taskrouter/workspaces.workers.reservations/{read,list}',
    '/twilio/taskrouter/workspaces.workers.channels/{read,list}',
    '/twilio/taskrouter/workspaces.activities/{read,list}',
    '/twilio/taskrouter/workspaces.task-queues/{read,list}',
    '/twilio/taskrouter/workspaces.workflows/{read,list}',
    '/twilio/taskrouter/workspaces.task-channels/{read,list}',
    '/twilio/taskrouter/workspaces.events/{read,list}',
    '/twilio/taskrouter/workspaces.real-time-statistics/list',
    '/twilio/taskrouter/workspaces.task-queue.real-time-statistics/list',
  ],
  act: [
    '/twilio/taskrouter/workspaces.tasks.reservations/update',
    '/twilio/taskrouter/workspaces.tasks/{update,delete}',
    '/twilio/taskrouter/workspaces.workers/update',
  ],
} as const

/** As text to hand to whoever makes the key. */
export const permissionText = (headings: { readonly read: string; readonly act: string }): string =>
  [headings.read, ...KEY_PERMISSIONS.read, '', headings.act, ...KEY_PERMISSIONS.act].join('\n')
