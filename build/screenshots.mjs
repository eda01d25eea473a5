// npm run screenshots -- [PATTERN]: every screen in every look, with a page that shows them all; they land in
// output/screenshots. PATTERN is a regular expression on `screen--look`, such as `board.*--dark`.
import { runScript } from './lib/log.mjs'
import { takePictures } from './lib/picture-tour.mjs'

await runScript(() => {
  const [only] = process.argv.slice(2)
  return takePictures(
    'screenshots',
    'SCREENSHOTS_OUTPUT',
    only === undefined ? {} : { SCREENSHOTS_ONLY: only },
  )
})
