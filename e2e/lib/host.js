// What a tenderer does: announces a lot and leads its opening from the console.

/**
 * Announces a lot whose deadline is `seconds` away, or at this moment; answers with its id. Bidders will have `minutes`
 * to decrypt, and may send what was damaged again where that is the `remedy`. With `rounds` it is a negotiation, and each
 * of them lasts a minute.
 */
export async function announce(
  { page },
  {
    seconds,
    deadline = Date.now() + seconds * 1000,
    title,
    code,
    minutes = '10',
    draws = '',
    project = '',
    remedy = false,
    rounds = '',
  },
) {
  const fill = (label, value) => page.getByLabel(label, { exact: true }).fill(value)
  await fill('标段编号', code)
  await fill('标段名称', title)
  await fill('招标人', '锡林浩特市住房和城乡建设局')
  await fill('最高投标限价', '3000000')
  await fill('投标保证金金额', '60000')
  await fill('解密时限', minutes)
  await fill('异议与确认时限', '10')
  await fill('招标项目编号（选填）', project)
  await fill('解密条款', '投标人须知 5.2')
  await fill('异议条款', '投标人须知 5.4')
  if (remedy) {
    await page.getByLabel('文件受损时的补救', { exact: true }).selectOption({ label: '解密时限内可以补传密封副本' })
    await fill('补救条款', '投标人须知 5.3')
  }
  await fill('抽取系数', draws)
  if (rounds) {
    await page.getByLabel('采购方式', { exact: true }).selectOption({ label: '竞争性谈判' })
    await fill('报价轮次', rounds)
    await fill('每轮报价时限', '1')
    await fill('报价条款', '谈判须知 6.1')
  }
  await fill('投标截止时间（开标时间）', beijing(deadline))
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.waitForURL(/\/lots\/[0-9a-z]{26}$/)
  return page.url().split('/').pop()
}

/** Takes the next step of the flow, and says yes where the console asks again. */
export async function lead({ page }, step, { sure = true } = {}) {
  await page.getByRole('button', { name: step, exact: true }).click()
  if (sure) await page.getByRole('button', { name: `确定${step}` }).click()
}

/** Answers the one objection that waits, with a finding as the console names it. */
export async function answer({ page }, words, found = '不成立') {
  await page.getByLabel('处理结果', { exact: true }).selectOption({ label: found })
  await page.getByLabel('答复', { exact: true }).fill(words)
  await page.getByRole('button', { name: '答复', exact: true }).click()
}

export async function pause({ page }, reason) {
  await page.getByLabel('原因', { exact: true }).fill(reason)
  await page.getByRole('button', { name: '暂停开标', exact: true }).click()
}

/** A moment as a form takes it: Beijing time, to the second. */
export function beijing(millis) {
  return new Date(millis + 8 * 3600_000).toISOString().slice(0, 19)
}
