//! What is left of a person's number where nobody has asked to see it: enough to tell two of them apart, too little to call
//! or to borrow (个人信息保护法 §6: no more than the purpose needs; §51: de-identified where that serves).

use super::Form;
use super::item::{Item, Spot};

/// Characters that stay at the beginning and at the end of a number.
const BEGIN: usize = 3;
const END: usize = 4;
/// A shorter one, as a half-typed number is, shows nothing.
const SHORTEST: usize = 11;

/// An identity or telephone number: `110***********002X`, `139****0000`.
#[must_use]
pub fn number(typed: &str) -> String {
    let many = typed.chars().count();
    let stays = |at: usize| many >= SHORTEST && (at < BEGIN || at >= many - END);
    typed.chars().enumerate().map(|(at, c)| if stays(at) { c } else { '*' }).collect()
}

/// Its first character, and where it is read: `w***@example.cn`.
#[must_use]
pub fn email(typed: &str) -> String {
    let Some((name, host)) = typed.rsplit_once('@') else { return number(typed) };
    let first: String = name.chars().take(1).collect();
    format!("{first}***@{host}")
}

impl Item {
    /// Whether others see no more than the mask of it until they ask for it.
    #[must_use]
    pub const fn is_masked(self) -> bool {
        matches!(self, Self::LegalPersonId | Self::ContactPhone | Self::ContactEmail)
    }

    /// A scan that shows a person's identity card: whoever sees it is noted.
    #[must_use]
    pub const fn shows_a_person(self) -> bool {
        matches!(self, Self::LegalPersonScan)
    }
}

impl Form {
    /// As others see it.
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.legal.id_number = number(&self.legal.id_number);
        for contact in &mut self.contacts {
            (contact.phone, contact.email) = (number(&contact.phone), email(&contact.email));
        }
        self
    }

    /// The places at which another form has something else, so that a change is seen under its mask.
    #[must_use]
    pub fn differs(&self, before: &Self) -> Vec<Spot> {
        let changed = |(spot, typed): &(Spot, &str)| before.entry(*spot).unwrap_or_default() != *typed;
        self.entries().filter(changed).map(|(spot, _)| spot).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::subject::form::{Contact, LegalPerson};

    #[test]
    fn numbers_are_told_apart_and_not_told() {
        assert_eq!(number("11010519491231002X"), "110***********002X");
        assert_eq!(number("13900000000"), "139****0000");
        assert_eq!(number("1390000"), "*******");
        assert_eq!(email("wulan@example.cn"), "w***@example.cn");
        assert_eq!((number(""), email("")), (String::new(), String::new()));
    }

    #[test]
    fn a_change_under_the_same_mask_is_seen() {
        let of = |phone: &str| Form {
            contacts: vec![Contact { phone: phone.into(), ..Contact::default() }],
            ..Form::default()
        };
        let (before, after) = (of("13900000000"), of("13911110000"));
        assert_eq!(after.clone().masked(), before.clone().masked());
        assert_eq!(after.differs(&before), [Spot::from(Item::ContactPhone)]);
        assert_eq!(Form::default().differs(&before), []);
    }

    proptest! {
        /// Nothing but the ends of a number is ever left, however it was typed, and a mask has no mask of its own.
        #[test]
        fn a_mask_keeps_the_ends_and_nothing_else(typed in "[0-9Xx]{0,24}") {
            let masked = number(&typed);
            prop_assert_eq!(masked.len(), typed.len());
            prop_assert!(masked.bytes().filter(|byte| *byte != b'*').count() <= BEGIN + END);
            prop_assert!(typed.is_empty() || masked.contains('*'));
            prop_assert_eq!(number(&masked), masked);
        }

        /// Every entry that counts as masked is.
        #[test]
        fn a_form_leaves_no_masked_entry_as_it_was(id in "[0-9]{17}[0-9X]", phone in "1[3-9][0-9]{9}", who in "[a-z]{2,9}") {
            let contact = Contact { name: "乌兰".into(), phone, email: format!("{who}@example.cn") };
            let legal = LegalPerson { name: "巴特尔".into(), id_number: id };
            let form = Form { legal, contacts: vec![contact; 2], ..Form::default() };
            let masked = form.clone().masked();
            for (spot, typed) in form.entries() {
                prop_assert_eq!(masked.entry(spot) != Some(typed), spot.item.is_masked(), "{}", spot);
            }
        }
    }
}
