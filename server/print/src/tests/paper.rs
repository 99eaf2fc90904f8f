//! The PDF.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::record::Record;
use domain::room::Event;
use lopdf::{Document, Object};

use super::sample;
use crate::{Fonts, Press, data};

static PRESS: LazyLock<Press> =
    LazyLock::new(|| Press::new(Fonts::open(None).expect("Debian's fonts-noto-cjk is there"), sample::telling));

fn printed(record: &Record) -> Vec<u8> {
    PRESS.record(record).unwrap()
}

/// All text in the order of its pages, without blanks: lines are broken where the table wants them.
fn text(pdf: &Document) -> String {
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    pdf.extract_text(&pages).unwrap().split_whitespace().collect()
}

#[test]
fn the_same_record_gives_the_same_bytes_and_another_others() {
    let record = sample::opening(4);
    let first = printed(&record);
    assert_eq!(first, printed(&record));
    let again = Press::new(Fonts::open(None).unwrap(), sample::telling);
    assert_eq!(first, again.record(&record).unwrap(), "with fonts read anew");
    assert_ne!(first, printed(&sample::opening(5)));
}

#[test]
fn all_that_the_record_holds_can_be_read_back_from_the_paper() {
    let pdf = Document::load_mem(&printed(&sample::opening(60))).unwrap();
    let text = text(&pdf);
    for n in 1..=60 {
        let name: String = sample::name(n).split_whitespace().collect();
        assert!(text.contains(&name), "{name} is missing in {text}");
        assert!(text.contains(sample::code(n).as_str()), "{n}");
        assert!(text.contains(&format!("{n:064x}")), "{n}");
        let read = n != 2 && n != 3;
        let price = sample::price(n);
        assert_eq!(text.contains(&price.to_string()) && text.contains(&price.capitals()), read, "{n}");
    }
    for words in
        ["视为撤销", "视为撤回", "主持人暂停开标", "顺延至", "以大写金额为准", "4711", "锡林浩特市住房和城乡建设局"]
    {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn every_window_stands_on_the_paper_with_its_clause() {
    let mut record = sample::opening(3);
    let plain = text(&Document::load_mem(&printed(&record)).unwrap());
    assert!(plain.contains("解密时限30分钟异议时限10分钟"), "{plain}");
    record.terms.rules.sign_in_seconds = 900;
    record.terms.rules.confirm_seconds = Some(90);
    record.terms.rules.clauses.sign_in = "投标人须知 5.2.1".to_owned();
    let told = text(&Document::load_mem(&printed(&record)).unwrap());
    for words in ["签到时限15分钟（招标文件投标人须知5.2.1）", "确认时限90秒"] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn the_prices_of_every_round_stand_on_the_paper() {
    let pdf = Document::load_mem(&printed(&sample::rounds())).unwrap();
    let text = text(&pdf);
    for words in [
        "竞争性磋商，报价2轮",
        "第1轮7,100,000.00",
        "第2轮6,900,000.00",
        "陆佰玖拾万元整",
        "高于最高限价",
        "退出",
        "上次报价有效",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let tender = Document::load_mem(&printed(&sample::opening(3))).unwrap();
    assert!(!self::text(&tender).contains('轮'), "a tender knows of none");
}

#[test]
fn nothing_that_people_write_is_taken_for_typesetting_and_no_character_becomes_a_box() {
    let pdf = Document::load_mem(&printed(&sample::opening(3))).unwrap();
    let text = text(&pdf);
    assert!(text.contains("#setpage(fill:red)*x*〔U+1F40E〕〔U+202E〕倒写"), "{text}");
}

#[test]
fn every_page_has_the_number_of_the_record_and_its_own() {
    let record = sample::opening(60);
    let pdf = Document::load_mem(&printed(&record)).unwrap();
    let pages = pdf.get_pages();
    assert!(pages.len() > 5, "{}", pages.len());
    for number in pages.keys() {
        let text: String = pdf.extract_text(&[*number]).unwrap().split_whitespace().collect();
        assert!(text.contains(&record.lot.to_string()), "{number}: {text}");
        assert!(text.contains(&format!("第{number}页，共{}页", pages.len())), "{number}: {text}");
    }
}

#[test]
fn the_head_of_the_table_comes_again_and_no_row_is_torn() {
    let pdf = Document::load_mem(&printed(&sample::opening(60))).unwrap();
    let mut seen = BTreeSet::new();
    for number in pdf.get_pages().keys() {
        let text: String = pdf.extract_text(&[*number]).unwrap().split_whitespace().collect();
        let rows: Vec<u32> = (1..=60).filter(|n| text.contains(&format!("BH-2026-{n:06}"))).collect();
        for n in &rows {
            assert!(text.contains(&sample::price(*n).capitals()), "row {n} is torn");
            assert!(seen.insert(*n), "row {n} stands twice");
        }
        assert!(rows.is_empty() || text.contains("投标保函"), "no head on page {number}");
    }
    assert_eq!(seen.len(), 58);
}

#[test]
fn it_is_an_archives_document_of_the_day_of_the_opening_with_tags() {
    let record = sample::opening(1);
    let pdf = Document::load_mem(&printed(&record)).unwrap();
    let catalog = pdf.catalog().unwrap();
    let marked = catalog.get(b"MarkInfo").and_then(|mark| pdf.dereference(mark)).unwrap().1.as_dict().unwrap();
    assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"OutputIntents"));
    let metadata = catalog.get(b"Metadata").and_then(|it| pdf.dereference(it)).unwrap().1.as_stream().unwrap();
    let metadata = String::from_utf8(metadata.content.clone()).unwrap();
    let closed = format!("CreateDate>{}+08:00<", record.closed_at().to_local());
    for words in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", &closed] {
        assert!(metadata.contains(words), "{words} in {metadata}");
    }
}

#[test]
fn the_records_data_lies_inside() {
    let record = sample::opening(4);
    let pdf = Document::load_mem(&printed(&record)).unwrap();
    let attached = pdf.objects.values().filter_map(|object| object.as_stream().ok()).find(|stream| {
        stream.dict.get(b"Type").is_ok_and(|kind| matches!(kind, Object::Name(name) if name == b"EmbeddedFile"))
    });
    let bytes = attached.expect("an attachment").get_plain_content().unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), data(&record, sample::telling).to_string());
}

#[test]
fn what_was_said_stands_on_paper_once_and_what_was_hidden_with_its_reason_alone() {
    let quiet = text(&Document::load_mem(&printed(&sample::talk(0))).unwrap());
    assert!(!quiet.contains("监督意见"), "nothing was said: {quiet}");
    let pdf = Document::load_mem(&printed(&sample::talk(50))).unwrap();
    let text = text(&pdf);
    for n in 1..=50 {
        let hidden = n % 10 == 0;
        assert_eq!(text.matches(&format!("第{n}句#setx话")).count(), usize::from(!hidden), "{n}: {text}");
        assert_eq!(text.contains(&format!("用语不当{n}）")), hidden, "{n}");
    }
    for words in ["公告、发言与监督意见", "主持人公告", "行政监督部门意见", "谁"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn an_opening_that_failed_is_printed_without_bidders() {
    let pdf = Document::load_mem(&printed(&sample::record(vec![Event::TooFewBids { bids: 2 }]))).unwrap();
    let text = text(&pdf);
    assert!(text.contains("第四十四条") && text.contains("2份"), "{text}");
    assert!(!text.contains("开标一览"), "{text}");
}

#[test]
fn without_a_chinese_font_there_is_no_press() {
    let empty = std::env::temp_dir().join("kaibiao-print-no-fonts");
    std::fs::create_dir_all(&empty).unwrap();
    let missing = Fonts::open(Some(&empty)).err().expect("there are no fonts").to_string();
    assert!(missing.contains("no font for Chinese"), "{missing}");
    let nowhere = Fonts::open(Some(&empty.join("nowhere"))).err().expect("there is no folder").to_string();
    assert!(nowhere.contains("nowhere"), "{nowhere}");
}
