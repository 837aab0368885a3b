// What the tests of the runner itself run: prints, fails or serves.
import { createServer } from 'node:http'

const [what, word] = process.argv.slice(2)
if (what === 'print') {
  console.log('not this line')
  console.log(JSON.stringify({ said: `${process.env.ECHO_WORD} ${word}` }))
} else if (what === 'fail') {
  console.error('failed on purpose')
  process.exit(3)
} else {
  const server = createServer((request, response) => response.end('here'))
  server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`))
}
