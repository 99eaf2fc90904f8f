// The registrar searches the subject database by part of a name, division, role and standing, brings in a file with two
// wrong lines, reads what is wrong, mends it, and lets all of it out again.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { creditCode } from '../lib/credit_code.js'
import { result } from '../lib/files.js'
import { house } from '../lib/house.js'
import { look, picture } from '../lib/look.js'
import { steps } from '../lib/steps.js'

const at = house('subjects')
const HEAD = '统一社会信用代码,主体名称,主体角色类型,法定代表人,住所'
const [FIRST, SECOND] = [creditCode('MA0NQR1L'), creditCode('MA0NQR2L')]
const GOOD = `${FIRST},（宝昌）种业有限公司,供应商、投标人,其木格,宝昌镇1号`
const OTHER = `${SECOND},阿巴嘎旗土地储备中心,出让人,满都拉,别力古台镇2号`
const FAULTY = [HEAD, GOOD, `${FIRST.slice(0, 17)}I,错码公司,,,`, `${SECOND},阿巴嘎旗土地储备中心,评委,满都拉,别力古台镇2号`]

test('a registrar searches, imports and exports', (t) => at.journey(() => subjects(steps(t))))

async function subjects(step) {
  const registrar = await at.person('审核员')
  const { page } = registrar
  await registrar.signIn('registrar')
  await step('a part of a name, a division, a role and a standing are enough', async () => {
    await registrar.go('/subjects')
    await alive(page)
    await ask(page, { name: '建工' })
    await found(page, ['锡林郭勒草原建工有限公司'])
    await ask(page, { division: '1525', role: '招标人' })
    await found(page, ['锡林浩特市住房和城乡建设局'])
    await ask(page, { standing: '待审核' })
    await found(page, ['苏尼特新能源有限公司'])
    await ask(page, { name: '没有这样的单位' })
    await registrar.sees('没有找到')
  })
  await step('two wrong lines keep the whole file out, and the report names them', async () => {
    await registrar.go('/subjects')
    await alive(page)
    await choose(page, FAULTY)
    await registrar.sees('有误，没有导入')
    await registrar.sees('共 3 行：新增 1，已有 0，有误 2。')
    await registrar.sees('第 3 行：')
    await registrar.sees('第 4 行：没有“评委”这一角色')
    await look(page, 'subjects-wrong')
    const [download] = await Promise.all([page.waitForEvent('download'), registrar.press('下载逐行结果')])
    const path = result('subjects-report.csv')
    await download.saveAs(path)
    const report = readFileSync(path, 'utf8').trim().split('\r\n')
    assert.equal(report.length, 4)
    assert.match(report[1], /"新增"$/)
    assert.match(report[3], /评委/)
    await ask(page, { name: '种业' })
    await registrar.sees('没有找到')
  })
  await step('mended, it is entered', async () => {
    await registrar.go('/subjects')
    await alive(page)
    await choose(page, [HEAD, GOOD, OTHER])
    await registrar.sees('检查无误，可以导入')
    await registrar.press('导入 2 个单位')
    await registrar.sees('已导入')
    await ask(page, { name: '宝昌种业' })
    await found(page, ['（宝昌）种业有限公司'])
    await registrar.sees('投标人、供应商', page.getByRole('row'))
    await ask(page, { role: '出让人' })
    await found(page, ['阿巴嘎旗土地储备中心'])
    await look(page, 'subjects-found')
  })
  await step('what goes out is what came in', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), registrar.follow('导出全部（CSV）')])
    const path = result('subjects.csv')
    await download.saveAs(path)
    const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/)
    const line = lines.find((line) => line.startsWith(FIRST))
    assert.match(line, /^[0-9A-Z]{18},（宝昌）种业有限公司,投标人、供应商,/)
    await choose(page, lines)
    await registrar.sees('没有新的单位')
  })
  await step('it is dark, and it is English', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(`${registrar.url}/lang/en?back=/subjects`)
    await page.getByRole('heading', { name: 'Subject database' }).waitFor()
    await picture(page, 'subjects-dark-english')
  })
}

/** The page has come alive: a file may be chosen. */
const alive = (page) => page.locator('#book:not([disabled])').waitFor()

async function ask(page, { name = '', division = '', role = '全部', standing = '全部' }) {
  await page.getByLabel('代码（开头）或名称（任意部分）').fill(name)
  await page.getByLabel('行政区划代码').fill(division)
  await page.getByLabel('角色', { exact: true }).selectOption({ label: role })
  await page.getByLabel('状态', { exact: true }).selectOption({ label: standing })
  const before = page.url()
  await page.getByRole('button', { name: '查询' }).click()
  await page.waitForURL((now) => now.href !== before)
}

/** These and no others, in this order. */
async function found(page, names) {
  await page.waitForFunction((names) => {
    const shown = [...document.querySelectorAll('main tbody th a')].map((link) => link.textContent)
    return JSON.stringify(shown) === JSON.stringify(names)
  }, names)
}

async function choose(page, lines) {
  const buffer = Buffer.from(`${lines.join('\n')}\n`)
  await page.locator('#book').setInputFiles({ name: '旧库.csv', mimeType: 'text/csv', buffer })
}
