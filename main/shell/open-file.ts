import type { BrowserWindow, Dialog } from 'electron'

/** Asks for a certificate file; null when the supervisor changed their mind, or may not any more. */
export async function chooseCertificateFile(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BrowserWindow | null,
  may: () => boolean = () => true,
): Promise<string | null> {
  const options = {
    properties: ['openFile' as const, 'dontAddToRecent' as const],
    filters: [
      { name: 'PEM, CRT, CER, DER', extensions: ['pem', 'crt', 'cer', 'der'] },
      { name: '*', extensions: ['*'] },
    ],
  }
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled || !may() ? null : (filePaths[0] ?? null)
}
