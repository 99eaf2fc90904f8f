// An objection upheld: a bidder whose line broke is out when the time is over, objects on the spot, and decrypts after all,
// before anybody has seen a price.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('upheld')
const OBJECTION = '平台线路中断，本单位在时限内无法连接，请求重新解密。'
const ANSWER = '情况属实，准予重新解密。'
const XINGAN = '兴安路桥工程有限公司'

test('an upheld objection opens the decryption again for its bidder alone', (t) => at.journey(() => upheld(steps(t))))

async function upheld(step) {
  let all
  await step('three companies bid on a lot with one minute to decrypt', async () => {
    all = await opening.gather(at, { title: '乌拉盖河护岸', code: 'XM-2026-081', minutes: '1' })
  })
  await step('two decrypt, and the third is out when the time is over', () => out(all))
  await step('it objects, and nothing is read out before it has been heard', () => object(all))
  await step('the host upholds it: this bidder alone may decrypt again', () => again(all))
  await step('all three are read out, and confirm by signature', () => close(all))
}

async function out(all) {
  await opening.startDecrypt(all)
  await bidder.decrypt(all.草原)
  await bidder.decrypt(all.达来)
  await all.host.page.getByRole('heading', { name: '解密结束', exact: true }).waitFor({ timeout: 75_000 })
  await all.兴安.page.getByRole('heading', { name: '投标文件视为撤销' }).waitFor()
}

async function object(all) {
  await bidder.object(all.兴安, OBJECTION)
  await all.host.page.getByRole('heading', { name: '待答复的异议 1' }).waitFor()
  await all.host.sees('还有 1 条异议未答复，请先答复。')
  const readOut = all.host.page.getByRole('button', { name: '唱标', exact: true })
  assert.ok(await readOut.isDisabled(), 'the read-out waits')
  const choice = all.host.page.getByLabel('处理结果', { exact: true })
  const named = ['请选择', '说明情况', '不成立', '成立', '成立，撤销改记撤回', '成立，重新解密']
  assert.deepEqual(await choice.locator('option').allTextContents(), named)
  // Without a finding nothing is sent, and what was written stays.
  await all.host.page.getByLabel('答复', { exact: true }).fill(ANSWER)
  await all.host.press('答复')
  await all.host.sees('请填写')
  assert.equal(await all.host.page.getByLabel('答复', { exact: true }).inputValue(), ANSWER)
  await look(all.host.page, 'upheld-console')
}

async function again(all) {
  await host.answer(all.host, ANSWER, '成立，重新解密')
  for (const person of [...all.bidders, all.visitor, all.host]) {
    await person.sees(`主持人答复异议（成立，重新解密）：${ANSWER}`)
  }
  await all.兴安.page.getByRole('heading', { name: '请解密投标文件' }).waitFor()
  await all.草原.page.getByRole('heading', { name: '解密成功' }).waitFor()
  await look(all.兴安.page, 'upheld-again')
  await bidder.decrypt(all.兴安)
  await all.host.page.getByRole('heading', { name: '解密结束', exact: true }).waitFor()
}

async function close(all) {
  await host.lead(all.host, '唱标')
  const table = all.visitor.page.getByRole('region', { name: '唱标表' })
  await table.getByRole('row').filter({ hasText: XINGAN }).filter({ hasText: '2,599,999.90' }).waitFor()
  await host.lead(all.host, '进入异议与确认', { sure: false })
  await look(all.草原.page, 'upheld-confirm')
  for (const person of all.bidders) await bidder.confirm(person)
  await host.lead(all.host, '结束开标')
  await all.visitor.page.getByRole('heading', { name: '开标结束' }).waitFor()
  await all.visitor.follow('查看开标记录')
  for (const words of ['3 份成功，0 份未解密', '成立，重新解密', '全部与递交时一致']) await all.visitor.sees(words)
  await look(all.visitor.page, 'upheld-record')
}
