// A picture of every page, wide, on a phone, dark and on paper, for people to look at; and what pictures show without
// people: nothing stands out at the side, and dark pages keep their contrast.

import { test } from 'node:test'
import { house } from '../lib/house.js'
import { accessible, fitsPhones, picture } from '../lib/look.js'
import { makeKey } from '../lib/bidder.js'

const at = house('pictures')
const OPEN = '二连浩特口岸供水管网改造'
const HELD = '那达慕大街改造工程施工'
const FEW = '城北排水泵站设备采购'

test('for a visitor', () =>
  at.journey(async () => {
    const visitor = await at.person('访客')
    await visitor.go('/lots')
    const [open, held, few] = await addresses(visitor, [OPEN, HELD, FEW])
    const pages = {
      front: '/',
      'sign-in': '/sign-in',
      register: '/register',
      lots: '/lots',
      lot: open,
      ready: `${open}/ready`,
      room: `${open}/room`,
      'room-closed': `${held}/room`,
      screen: `${open}/screen`,
      'screen-closed': `${held}/screen`,
      record: `${held}/record`,
      'record-failed': `${few}/record`,
      'room-failed': `${few}/room`,
      'record-not-yet': `${open}/record`,
      credit: '/credit?q=公司',
      'credit-clear': '/credit/911525001000002270',
    }
    for (const [name, path] of Object.entries(pages)) await pictures(visitor, `visitor-${name}`, path)
    visitor.allow('404', '/nowhere')
    await pictures(visitor, 'visitor-not-found', '/nowhere')
  }))

test('for a bidder', () =>
  at.journey(async () => {
    const bidder = await at.person('投标人')
    await bidder.signIn('caoyuan')
    await makeKey(bidder)
    await bidder.go('/lots')
    const [open] = await addresses(bidder, [OPEN])
    const pages = {
      front: '/',
      key: '/my/key',
      case: '/my/case',
      bids: '/my/bids',
      credit: '/my/credit',
      lot: open,
      bid: `${open}/bid`,
      ready: `${open}/ready`,
      'no-receipt': `${open}/receipt`,
    }
    for (const [name, path] of Object.entries(pages)) await pictures(bidder, `bidder-${name}`, path)
  }))

test('for those who run it', () =>
  at.journey(async () => {
    const tenderer = await at.person('招标人')
    await tenderer.signIn('tenderer')
    await tenderer.go('/lots')
    const [open, held] = await addresses(tenderer, [OPEN, HELD])
    await pictures(tenderer, 'host-lot-form', '/lots/new')
    await pictures(tenderer, 'host-lot', open)
    await pictures(tenderer, 'host-console', `${open}/console`)
    await pictures(tenderer, 'host-console-closed', `${held}/console`)
    const registrar = await at.person('审核员')
    await registrar.signIn('registrar')
    await pictures(registrar, 'registrar-queue', '/review')
    const [waiting] = await addresses(registrar, ['苏尼特新能源有限公司'])
    await pictures(registrar, 'registrar-case', waiting)
  }))

test('in English', () =>
  at.journey(async () => {
    const reader = await at.person('reader')
    await reader.go('/lang/en?back=/lots')
    const [open, held] = await addresses(reader, [OPEN, HELD])
    const pages = { front: '/', lot: open, ready: `${open}/ready`, room: `${held}/room`, record: `${held}/record`, register: '/register' }
    for (const [name, path] of Object.entries(pages)) await pictures(reader, `english-${name}`, path)
  }))

/** The paths behind links of these names. */
function addresses({ page }, names) {
  return Promise.all(names.map((name) => page.getByRole('link', { name, exact: true }).getAttribute('href')))
}

async function pictures(person, name, path) {
  const { page } = person
  await person.go(path)
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
  // Until they have come alive, forms say what they need, rooms that they are not live, and checks go on.
  await page.getByText(/本页需要 WebAssembly|This page needs WebAssembly|尚未实时同步|Not live yet|尚未检查|Not checked yet|正在检查|Checking/).first().waitFor({ state: 'hidden' })
  await picture(page, `${name}-wide`)
  await accessible(page, name)
  await page.emulateMedia({ colorScheme: 'dark' })
  await accessible(page, `${name}, dark`)
  await picture(page, `${name}-dark`)
  await page.emulateMedia({ colorScheme: 'light', media: 'print' })
  await picture(page, `${name}-print`)
  await page.emulateMedia({ media: 'screen' })
  await fitsPhones(page, name)
}
