import { FileJson, FileSpreadsheet } from '@lucide/vue'
import { askOrToast } from '../app/bridge'
import { usePermission } from '../bulk/permission'
import { useMessages } from '../i18n'
import { showToast, type MenuEntry } from '../ui'
import { useConsole } from './console'
import { serialiseFilter } from './filter'

/** What a menu offers to save the rows on screen, notes included, as a file. */
export function useRowExport(): () => readonly MenuEntry[] {
  const { board, bridge } = useConsole()
  const { whyNoExport } = usePermission()
  const { t } = useMessages()

  async function save(format: 'csv' | 'json', rawNumbers: boolean): Promise<void> {
    const filter = serialiseFilter(board.effectiveFilter.value)
    const answer = await askOrToast(bridge.board.export({ filter, format, rawNumbers }))
    if (answer?.data.saved === true) showToast('success', t('bulk.job.saved'))
  }

  return () => {
    const refused = whyNoExport()
    const common = {
      kind: 'item',
      disabled: refused !== null,
      ...(refused === null ? {} : { hint: refused }),
    } as const
    return [
      {
        ...common,
        id: 'rowsCsv',
        icon: FileSpreadsheet,
        label: t('board.views.rowsCsv'),
        run: () => void save('csv', false),
      },
      {
        ...common,
        id: 'rowsCsvRaw',
        icon: FileSpreadsheet,
        label: t('board.views.rowsCsvRaw'),
        run: () => void save('csv', true),
      },
      {
        ...common,
        id: 'rowsJson',
        icon: FileJson,
        label: t('board.views.rowsJson'),
        run: () => void save('json', false),
      },
    ]
  }
}
