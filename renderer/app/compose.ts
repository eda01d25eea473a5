import { useBoardCommands } from '../board/board-commands'
import AlertsScreen from '../alerts/AlertsScreen.vue'
import BoardOverlays from '../board/BoardOverlays.vue'
import BoardScreen from '../board/BoardScreen.vue'
import { parseFilter } from '../board/filter'
import { useConsole } from '../board/console'
import RailViews from '../board/RailViews.vue'
import BulkDock from '../bulk/BulkDock.vue'
import JobsScreen from '../bulk/JobsScreen.vue'
import HistoryScreen from '../history/HistoryScreen.vue'
import ReservationDrawer from '../reservation/ReservationDrawer.vue'
import SweepScreen from '../sweep/SweepScreen.vue'
import WorkersScreen from '../workers/WorkersScreen.vue'
import { navigate } from './router'
import type { Screens } from './screens'
import type { SearchTargets } from './search'

/** Puts the screens into the frame. The only place where the frame and the screens meet. */
export function composeScreens(): { readonly screens: Screens; readonly targets: SearchTargets } {
  return {
    screens: {
      routes: {
        board: BoardScreen,
        jobs: JobsScreen,
        history: HistoryScreen,
        alerts: AlertsScreen,
        sweep: SweepScreen,
        workers: WorkersScreen,
      },
      railViews: RailViews,
      drawer: ReservationDrawer,
      bulkBar: BulkDock,
      overlays: BoardOverlays,
      commands: useBoardCommands,
    },
    targets: {
      openReservation: (sid) => {
        useConsole().openSid.value = sid
      },
      filterView: (view, filter) => {
        const { board } = useConsole()
        board.openView(view)
        board.filter.value = parseFilter(filter)
      },
      searchAll: (text) => {
        const { board } = useConsole()
        board.openView('all')
        board.filter.value = { ...board.filter.value, text }
        navigate({ name: 'board', view: 'all' })
      },
    },
  }
}
