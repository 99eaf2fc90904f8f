// Two lots of one tender are opened together; for one nobody bids. In the other a stored bid was damaged, and its bidder
// sends the sealed copy again, as the tender document lets it. The host adjourns, and goes on when it was said to.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { file } from '../lib/files.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { rot } from '../lib/sealed.js'
import { steps } from '../lib/steps.js'

const at = house('remedy')
const CAOYUAN = '锡林郭勒草原建工有限公司'
const DAMAGED = '平台保存的投标文件受损，请补传'
const SECONDS_TO_BID = 35

test('what the platform damages comes back from its bidder', (t) => at.journey(() => remedy(steps(t))))

async function remedy(step) {
  let all
  await step('two lots of one tender are announced; three companies bid for the first', async () => {
    all = await opening.arrive(at)
    const deadline = Math.ceil((Date.now() + SECONDS_TO_BID * 1000) / 1000) * 1000
    const tender = { deadline, project: 'ZB-2026-081', remedy: true }
    await all.host.go('/lots/new')
    await look(all.host.page, 'remedy-lot-form')
    all.other = await host.announce(all.host, { ...tender, title: '乌拉盖河治理二标段', code: 'XM-2026-082' })
    await opening.announce(all, { ...tender, title: '乌拉盖河治理一标段', code: 'XM-2026-081' })
    all.deadline = deadline
    await all.host.sees('招标项目 ZB-2026-081 中截止时间相同的标段同场开标')
    await all.host.sees('（招标文件投标人须知 5.3）')
    await look(all.host.page, 'remedy-lot')
    await opening.bid(all)
  })
  await step('each takes its sealed copy from the receipt', () => takeCopies(all))
  await step('a bit of one stored bid changes on the disk', () => rot(at.server, all.草原.bid, 'form'))
  await step('the host names the bidders in all lots at once, and is told where it can not', () => announce(all))
  await step('only the very copy that was lodged is taken', () => restore(all))
  await step('the host adjourns, everybody is told until when, and it goes on then', () => adjourn(all))
  await step('the bid that was damaged is decrypted and read out like the others', () => readOut(all))
}

async function takeCopies(all) {
  await look(all.草原.page, 'remedy-receipt')
  for (const person of [all.草原, all.兴安]) {
    const download = person.page.waitForEvent('download')
    await person.page.getByRole('link', { name: '下载密封副本' }).click()
    person.copy = file(`${person.name}.kaibiao`, '')
    await (await download).saveAs(person.copy)
  }
}

async function announce(all) {
  at.server.tells(`the stored bytes are not those that were committed bid=${all.草原.bid}`)
  await opening.enter(all)
  await opening.begins(all, all.bidders[0])
  for (const person of all.bidders) await bidder.signInToOpening(person)
  const together = all.host.page.getByRole('region', { name: '同场开标的标段' })
  await together.getByRole('row').filter({ hasText: 'XM-2026-082' }).filter({ hasText: '开标失败' }).waitFor()
  await together.getByRole('button', { name: '各标段一并公布投标人' }).click()
  await together.getByRole('button', { name: '确定一并公布投标人' }).click()
  await all.visitor.sees('主持人公布投标人名单，共 3 家。')
  const failed = together.getByRole('row').filter({ hasText: 'XM-2026-082' })
  await failed.filter({ hasText: '不能进行此操作' }).waitFor()
  await look(all.host.page, 'remedy-console')
  const own = all.草原.page.getByRole('region', { name: '同场开标的标段' })
  await own.getByRole('row').filter({ hasText: 'XM-2026-081' }).filter({ hasText: '已投标' }).waitFor()
  await own.getByRole('row').filter({ hasText: 'XM-2026-082' }).filter({ hasText: '未投标' }).waitFor()
}

async function restore(all) {
  const { 草原, 兴安, visitor } = all
  草原.allow('400', `/api/lots/${all.lot}/copy`)
  await 草原.page.getByRole('heading', { name: DAMAGED }).waitFor()
  assert.equal(await 兴安.page.getByRole('heading', { name: DAMAGED }).count(), 0)
  await look(草原.page, 'remedy-damaged')
  await bidder.choose(草原, '密封副本', 兴安.copy)
  await 草原.press('补传')
  await 草原.sees('所选文件中的“开标一览表”与递交时不一致，没有接收。请选择递交本标段后下载的密封副本。')
  await bidder.choose(草原, '密封副本', 草原.copy)
  await 草原.press('补传')
  for (const person of [...all.bidders, visitor, all.host]) {
    await person.sees(`${CAOYUAN}补传密封副本，经核对与递交时一致。`)
    assert.equal(await person.page.getByText('与递交时不一致', { exact: true }).count(), 0, person.name)
  }
  await 草原.page.getByRole('heading', { name: DAMAGED }).waitFor({ state: 'detached' })
}

async function adjourn(all) {
  const { page } = all.host
  const until = Math.ceil(Date.now() / 1000 + 12) * 1000
  const panel = page.getByRole('region', { name: '休会', exact: true })
  await panel.getByRole('button', { name: '宣布休会' }).click()
  await panel.getByText('有 2 处需要改正。').waitFor()
  await panel.getByLabel('续开时间', { exact: true }).fill(host.beijing(until))
  await panel.getByLabel('休会原因', { exact: true }).fill('大厅停电')
  await panel.getByRole('button', { name: '宣布休会' }).click()
  for (const person of [...all.bidders, all.visitor, all.host]) await person.sees(/主持人宣布休会，定于 .+ 续开，原因：大厅停电/)
  for (const person of all.bidders) await person.page.getByRole('heading', { name: '开标休会', exact: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: '下达解密指令', exact: true }).isEnabled(), false)
  await look(all.草原.page, 'remedy-adjourned')
  await look(page, 'remedy-adjourned-console')
  await panel.getByRole('button', { name: '恢复开标' }).click({ timeout: 30_000 })
  assert.ok(Date.now() >= until, 'it went on before it was said to')
  for (const person of all.bidders) await person.page.getByRole('heading', { name: '等待解密指令' }).waitFor()
}

async function readOut(all) {
  await host.lead(all.host, '下达解密指令')
  for (const person of all.bidders) await bidder.decrypt(person)
  await host.lead(all.host, '唱标')
  const table = all.visitor.page.getByRole('region', { name: '唱标表' })
  await table.getByRole('row').filter({ hasText: CAOYUAN }).filter({ hasText: '2,650,000.00' }).waitFor()
}
