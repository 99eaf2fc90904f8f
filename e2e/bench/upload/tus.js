// The rival as it is shipped, a process of its own: npm @tus/server with its file store on a free port, and on `/` a page
// with tus-js-client. `node bench/upload/tus.js FOLDER` keeps the files in FOLDER and prints its address.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'

const CLIENT = readFileSync(createRequire(import.meta.url).resolve('tus-js-client/dist/tus.min.js'))
const PAGE = '<!doctype html><title>tus</title><script src="/tus.js"></script><input type="file">'
const answers = {
  '/': ['text/html', PAGE],
  '/tus.js': ['text/javascript', CLIENT],
  '/favicon.ico': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
}

const tus = new Server({ path: '/files', datastore: new FileStore({ directory: process.argv[2] }) })
const server = createServer((request, response) => {
  const answer = answers[request.url]
  if (answer) response.writeHead(200, { 'content-type': answer[0] }).end(answer[1])
  else tus.handle(request, response)
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
