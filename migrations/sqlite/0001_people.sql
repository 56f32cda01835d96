-- Regions, organisations, people, their accounts and what they may do.

CREATE TABLE region (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('country', 'province', 'city', 'county', 'town')),
    parent_id INTEGER REFERENCES region (id),
    sort_order INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    UNIQUE (code, valid_from)
);
CREATE INDEX region_parent ON region (parent_id, sort_order);

-- Every region with itself and with everything above it.
CREATE TABLE region_closure (
    ancestor_id INTEGER NOT NULL REFERENCES region (id),
    descendant_id INTEGER NOT NULL REFERENCES region (id),
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX region_closure_descendant ON region_closure (descendant_id);

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY,
    code TEXT UNIQUE,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    match_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    region_id INTEGER REFERENCES region (id),
    parent_id INTEGER REFERENCES organisation (id),
    is_nominating_unit BOOLEAN NOT NULL,
    sort_order INTEGER NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX organisation_match ON organisation (match_key);
CREATE INDEX organisation_parent ON organisation (parent_id, sort_order);
CREATE INDEX organisation_region ON organisation (region_id);

CREATE TABLE organisation_closure (
    ancestor_id INTEGER NOT NULL REFERENCES organisation (id),
    descendant_id INTEGER NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX organisation_closure_descendant ON organisation_closure (descendant_id);

-- Whoever or whatever can be taken. `turn` is counted up to lock the party on both databases.
CREATE TABLE party (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'place')),
    turn INTEGER NOT NULL
);

CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    party_id INTEGER NOT NULL UNIQUE REFERENCES party (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    region_id INTEGER REFERENCES region (id),
    organisation_id INTEGER REFERENCES organisation (id),
    capacity INTEGER
);
CREATE INDEX place_name ON place (name);

CREATE TABLE field (
    id INTEGER PRIMARY KEY,
    name_zh TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    sort_order INTEGER NOT NULL
);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    party_id INTEGER NOT NULL UNIQUE REFERENCES party (id),
    name TEXT NOT NULL,
    sex TEXT CHECK (sex IN ('female', 'male')),
    born_in TEXT,
    phone TEXT,
    title TEXT NOT NULL,
    field_id INTEGER REFERENCES field (id),
    region_id INTEGER REFERENCES region (id),
    topics TEXT NOT NULL,
    note TEXT NOT NULL,
    inner_note TEXT NOT NULL
);
CREATE INDEX person_name ON person (name);
CREATE INDEX person_phone ON person (phone);
CREATE INDEX person_region ON person (region_id);

-- One row per suffix of a name, its pinyin and its initials: search is a range query.
CREATE TABLE search_key (
    person_id INTEGER NOT NULL REFERENCES person (id),
    suffix TEXT NOT NULL,
    PRIMARY KEY (suffix, person_id)
);
CREATE INDEX search_key_person ON search_key (person_id);

CREATE TABLE affiliation (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT
);
CREATE INDEX affiliation_person ON affiliation (person_id);
CREATE INDEX affiliation_organisation ON affiliation (organisation_id);

CREATE TABLE appointment (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('active', 'suspended', 'expired', 'renewed', 'terminated', 'resigned', 'emeritus')),
    UNIQUE (person_id, starts_on)
);

-- `grant` is a word of SQL.
CREATE TABLE role_grant (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    region_id INTEGER REFERENCES region (id),
    organisation_id INTEGER REFERENCES organisation (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    CHECK (region_id IS NULL OR organisation_id IS NULL)
);
CREATE INDEX role_grant_person ON role_grant (person_id);
CREATE INDEX role_grant_role ON role_grant (role);

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL UNIQUE REFERENCES person (id),
    sign_in_name TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    activation_digest TEXT UNIQUE,
    activation_until TEXT,
    created_at TEXT NOT NULL
);

-- Named by what it is to the account; a review session is another thing.
CREATE TABLE account_session (
    digest TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_at TEXT NOT NULL,
    touched_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX account_session_account ON account_session (account_id);
CREATE INDEX account_session_expiry ON account_session (expires_at);

-- Failed attempts, by the digest of a sign-in name and by client address.
CREATE TABLE sign_in_attempt (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX sign_in_attempt_source ON sign_in_attempt (source, at);
CREATE INDEX sign_in_attempt_age ON sign_in_attempt (at);

CREATE TABLE rulebook (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    value INTEGER NOT NULL,
    valid_from TEXT NOT NULL
);
CREATE INDEX rulebook_valid ON rulebook (valid_from);

-- The demonstration clock: seconds ahead of the real one.
CREATE TABLE demo_clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    ahead_seconds INTEGER NOT NULL
);

INSERT INTO field (name_zh, name_en, sort_order) VALUES
    ('天文与航天', 'Astronomy and spaceflight', 1),
    ('物理', 'Physics', 2),
    ('化学', 'Chemistry', 3),
    ('数学', 'Mathematics', 4),
    ('生命科学', 'Life science', 5),
    ('健康医学', 'Health and medicine', 6),
    ('老年健康', 'Health in old age', 7),
    ('食品与营养', 'Food and nutrition', 8),
    ('湿地生态', 'Wetland ecology', 9),
    ('气象', 'Meteorology', 10),
    ('水利与潮汐', 'Waters and tides', 11),
    ('海洋与地质', 'Oceans and geology', 12),
    ('材料与制造', 'Materials and manufacturing', 13),
    ('新能源', 'New energy', 14),
    ('人工智能', 'Artificial intelligence', 15),
    ('应急安全', 'Emergencies and safety', 16),
    ('作物栽培', 'Crop growing', 17),
    ('蚕桑与丝绸', 'Sericulture and silk', 18),
    ('科学史', 'History of science', 19),
    ('科学教育', 'Science education', 20);
