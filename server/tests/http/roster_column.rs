//! A list with any of its columns says nothing of the others: nothing on file becomes empty.

use actions::{Call, Commit, Incoming, Preview, SheetReader};
use chrono::NaiveDate;
use domain::roster::{Kind, fields};

use crate::world::{World, worlds};

/// A kind of roster with its columns and rows, all of them filled; those that must be there first.
struct Full {
    kind: Kind,
    headings: &'static [&'static str],
    rows: &'static [&'static [&'static str]],
}

const ALL: [Full; 7] = [
    Full {
        kind: Kind::Organisations,
        headings: &["代码", "名称", "类型", "简称", "所属县", "是否推荐单位", "排序", "备注"],
        rows: &[
            &["U1", "砚池示范小学", "学校", "砚池小学", "南湖区", "否", "7", "老校"],
            &[
                "U2",
                "南湖区科学技术协会",
                "县（市、区）科协",
                "南湖区科协",
                "南湖区",
                "是",
                "8",
                "新",
            ],
        ],
    },
    Full {
        kind: Kind::Lecturers,
        headings: &[
            "姓名",
            "工作单位",
            "性别",
            "出生年月",
            "职务/职称",
            "所属县",
            "专业领域",
            "主讲题目",
            "手机",
            "聘任起",
            "聘任止",
            "内部备注",
            "备注",
        ],
        rows: &[
            &[
                "温知夏",
                "砚池示范馆",
                "女",
                "1985-03",
                "馆员",
                "南湖区",
                "天文",
                "看星星",
                "19955550001",
                "2025-01",
                "2027-12",
                "内部",
                "备注一",
            ],
            &[
                "裴若愚",
                "霁月示范台",
                "男",
                "1979-11",
                "工程师",
                "海宁市",
                "气象",
                "看云",
                "19955550002",
                "2024-06",
                "2027-05",
                "内部二",
                "备注二",
            ],
        ],
    },
    Full {
        kind: Kind::Tutors,
        headings: &[
            "姓名",
            "工作单位",
            "性别",
            "所属县",
            "任教学科",
            "学段",
            "职称",
            "认证级别",
            "从事年限",
            "入团时间",
            "手机",
            "备注",
        ],
        rows: &[
            &[
                "邬听雪",
                "砚池示范小学",
                "女",
                "南湖区",
                "科学",
                "小学",
                "一级教师",
                "中级",
                "6",
                "2021-09-01",
                "19955550003",
                "能带队",
            ],
            &[
                "宓怀远",
                "菱歌示范中学",
                "男",
                "海宁市",
                "物理",
                "初中",
                "高级教师",
                "高级",
                "12",
                "2019-03-01",
                "19955550004",
                "会编程",
            ],
        ],
    },
    Full {
        kind: Kind::Hosts,
        headings: &[
            "单位名称",
            "所属县",
            "镇",
            "单位类别",
            "学生数",
            "容纳人数",
            "场地类型",
            "设备",
            "联系人",
            "手机",
            "是否列入白名单",
            "备注",
        ],
        rows: &[&[
            "云棹示范社区",
            "南湖区",
            "凤桥镇",
            "社区",
            "30",
            "120",
            "礼堂",
            "投影",
            "闻人语",
            "19955550005",
            "是",
            "周末",
        ]],
    },
    Full {
        kind: Kind::Courses,
        headings: &[
            "课程名称",
            "主讲人",
            "工作单位",
            "主题",
            "适用学段",
            "面向人群",
            "时长（分钟）",
            "最大人数",
            "设备要求",
            "形式",
            "备注",
        ],
        rows: &[&[
            "看星星",
            "温知夏",
            "砚池示范馆",
            "天文",
            "小学",
            "青少年",
            "60",
            "100",
            "投影",
            "线下",
            "夜里",
        ]],
    },
    Full {
        kind: Kind::TrainingHours,
        headings: &[
            "姓名",
            "工作单位",
            "培训名称",
            "开始日期",
            "学时",
            "结束日期",
            "主办单位",
            "类别",
            "时段",
            "手机",
            "备注",
        ],
        rows: &[&[
            "邬听雪",
            "砚池示范小学",
            "航模培训",
            "2026-09-05",
            "6",
            "2026-09-05",
            "市科协",
            "业务培训",
            "全天",
            "19955550003",
            "合格",
        ]],
    },
    Full {
        kind: Kind::Nominations,
        headings: &[
            "推荐类别",
            "姓名",
            "工作单位",
            "推荐单位",
            "性别",
            "出生年月",
            "民族",
            "职务",
            "职称",
            "手机",
            "从事年限",
            "主要事迹",
            "曾获奖励",
            "推荐排序",
            "备注",
        ],
        rows: &[&[
            "优秀科技辅导员",
            "邬听雪",
            "砚池示范小学",
            "南湖区科协",
            "女",
            "1985-03",
            "汉族",
            "教师",
            "一级教师",
            "19955550003",
            "6",
            "带队获奖",
            "县优秀教师",
            "1",
            "推荐",
        ]],
    },
];

fn today() -> NaiveDate {
    "2026-11-25".parse().unwrap()
}

impl Full {
    /// The list with those of its columns whose bit is set, and those that must be there.
    fn csv(&self, columns: u32) -> String {
        let n_required = fields(self.kind).filter(|(_, is_required)| *is_required).count();
        let is_there = |at: &usize| *at < n_required || columns >> (at - n_required) & 1 == 1;
        let line = |cells: &[&str]| {
            let shown = (0..cells.len()).filter(is_there).map(|at| cells[at]);
            shown.collect::<Vec<_>>().join(",") + "\n"
        };
        let rows = self.rows.iter().map(|row| format!("1,{}", line(row)));
        format!("序号,{}", line(self.headings)) + &rows.collect::<String>()
    }

    async fn import(&self, world: &World, columns: u32) -> Preview {
        let bytes = self.csv(columns).into_bytes();
        let file = Incoming { name: "a.csv".into(), bytes };
        let reader = SheetReader::Here;
        let preview =
            world.actions.preview_file(&reader, self.kind, today(), file.clone()).await.unwrap();
        assert!(preview.refused.is_none(), "{:?}", preview.refused);
        let call = Call::anonymous(world.now(), "");
        let done = world.actions.import_file(&call, &reader, &preview, file).await.unwrap();
        let is_new = preview.changes.new + preview.changes.changed > 0;
        assert_eq!(done, if is_new { Commit::Done } else { Commit::Nothing });
        preview
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_of_the_columns_empties_none_of_the_others() {
    for world in worlds().await {
        let call = Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        for full in &ALL {
            let n_required = fields(full.kind).filter(|(_, is_required)| *is_required).count();
            let all = (1 << (full.headings.len() - n_required)) - 1;
            let first = full.import(&world, all).await;
            let counts = (first.counts.error, first.changes.new);
            assert_eq!(counts, (0, full.rows.len()), "{:?}: {:?}", full.kind, first.issues);
            // Each column alone, all but each, and some that a fixed sequence picks.
            let mut picked = 0x2545_F491_u32;
            let some = std::iter::repeat_with(|| {
                picked = picked.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                picked >> 9 & all
            });
            let each = (0..full.headings.len() - n_required).map(|at| 1 << at);
            let subsets = each.clone().chain(each.map(|one| all & !one)).chain(some.take(12));
            for columns in subsets.chain([0]) {
                let read = full.import(&world, columns).await;
                assert_eq!(read.fields, [], "{} on {}", full.csv(columns), world.db.name);
                let counts = read.changes;
                let found = (counts.new, counts.changed, counts.waiting);
                assert_eq!(found, (0, 0, 0), "{} on {}", full.csv(columns), world.db.name);
            }
            let last = full.import(&world, all).await;
            assert_eq!((last.changes.new, last.changes.changed), (0, 0), "{:?}", last.fields);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}
