//! Where the worker writes down what it lets out: a file of this origin on the person's own machine, which the server
//! can neither read nor change. Only one worker at a time holds a part's notes.

use js_sys::{Promise, Uint8Array};
use seal::{Changed, Piece, Record};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemSyncAccessHandle,
};

use crate::scope;

/// The notes on one part; closed when dropped.
pub struct Notes {
    /// `None` where the browser keeps nothing, or another tab sends the same part: then nothing can be gone on with.
    file: Option<FileSystemSyncAccessHandle>,
    record: Option<Record>,
}

/// The part has to be sealed under a new key: its file was changed, or the notes miss what they should hold.
#[derive(Clone, Copy, Debug)]
pub struct Anew;

impl Notes {
    /// None are taken.
    pub fn none() -> Self {
        Self { file: None, record: None }
    }

    /// The notes from an earlier attempt, or empty ones.
    pub async fn open(bid: &str, part: &str) -> Self {
        let file = open_file(bid, part).await;
        let record = file.as_ref().and_then(read).as_deref().and_then(Record::parse);
        Self { file, record }
    }

    /// The header under which the part was begun before.
    pub fn header(&self) -> Option<&[u8]> {
        self.record.as_ref().map(Record::header)
    }

    /// The part is begun under this header, whatever was noted before.
    pub fn begin(&mut self, header: &[u8]) -> Result<(), Anew> {
        let Some(file) = &self.file else { return Ok(()) };
        let record = Record::new(header.to_vec());
        let kept = start(file, &record.to_bytes());
        self.record = Some(record);
        self.kept(kept)
    }

    /// Writes down that these pieces leave, unless they are others than those that left before.
    pub fn pass(&mut self, pieces: &[Piece]) -> Result<(), Anew> {
        let (Some(file), Some(record)) = (&self.file, &mut self.record) else { return Ok(()) };
        match record.pass(pieces) {
            Ok(new) if new.is_empty() => Ok(()),
            Ok(new) => {
                let kept = append(file, &new);
                self.kept(kept)
            }
            Err(Changed) => {
                self.record = None;
                Err(Anew)
            }
        }
    }

    /// Where nothing can be written any more, the part is begun once again, and goes without notes.
    fn kept(&mut self, kept: Option<()>) -> Result<(), Anew> {
        if kept.is_none() {
            self.close();
        }
        kept.ok_or(Anew)
    }

    fn close(&mut self) {
        self.record = None;
        if let Some(file) = self.file.take() {
            file.close();
        }
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        self.close();
    }
}

async fn open_file(bid: &str, part: &str) -> Option<FileSystemSyncAccessHandle> {
    let storage = scope().navigator().storage();
    // Not there on an insecure origin.
    if storage.is_undefined() {
        return None;
    }
    let root: FileSystemDirectoryHandle = settled(storage.get_directory()).await?;
    let (folder, file) = (FileSystemGetDirectoryOptions::new(), FileSystemGetFileOptions::new());
    folder.set_create(true);
    file.set_create(true);
    let folder: FileSystemDirectoryHandle = settled(root.get_directory_handle_with_options(bid, &folder)).await?;
    let file: FileSystemFileHandle = settled(folder.get_file_handle_with_options(part, &file)).await?;
    settled(file.create_sync_access_handle()).await
}

async fn settled<T: JsCast>(promise: Promise) -> Option<T> {
    JsFuture::from(promise).await.ok().map(JsValue::unchecked_into)
}

fn read(file: &FileSystemSyncAccessHandle) -> Option<Vec<u8>> {
    let mut bytes = vec![0; file.get_size().ok()? as usize];
    let read = file.read_with_u8_array(&mut bytes).ok()?;
    (read as usize == bytes.len()).then_some(bytes)
}

fn start(file: &FileSystemSyncAccessHandle, bytes: &[u8]) -> Option<()> {
    file.truncate_with_u32(0).ok()?;
    append(file, bytes)
}

/// On the disk when it returns. The handle writes where it last read or wrote.
fn append(file: &FileSystemSyncAccessHandle, bytes: &[u8]) -> Option<()> {
    let written = file.write_with_js_u8_array(&Uint8Array::from(bytes)).ok()?;
    file.flush().ok()?;
    (written as usize == bytes.len()).then_some(())
}
