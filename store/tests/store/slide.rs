//! The texts of slides.

use domain::slides::Slide;
use store::NewUpload;
use test_database::databases;

use crate::some::{a_person, now};

#[tokio::test]
async fn slides_are_kept_in_their_order_and_replaced_as_a_whole() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let owner_id = a_person(&mut tx, "钱进").await;
        let upload = NewUpload {
            token: "token",
            owner_id,
            sha256: "digest",
            size: 1,
            media_type: "application/pdf",
            file_name: "潮汐.pdf",
            created_at: now(),
        };
        let id = tx.add_upload(&upload).await.unwrap();
        let slide = |text: &str| Slide::new(None, &[text.to_owned(), "正文".to_owned()]);
        tx.set_slide_texts(id, &[slide("封面"), slide("月亮")]).await.unwrap();
        tx.set_slide_texts(id, &[slide("封面"), slide("太阳"), slide("提问")]).await.unwrap();
        let found = tx.list_slide_texts(&[id]).await.unwrap();
        let titles: Vec<&str> = found.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["封面", "太阳", "提问"], "{}", db.name);
        assert_eq!((found[1].slide_no, found[1].body.as_str()), (2, "太阳\n正文"), "{}", db.name);
        assert!(tx.list_slide_texts(&[]).await.unwrap().is_empty());
        drop(tx);
        db.remove().await;
    }
}
