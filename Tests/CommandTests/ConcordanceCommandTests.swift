internal import Foundation
internal import Testing

/// Key words in context, from the command's side.
@Suite struct ConcordanceCommandTests {
    /// A database of files with lines as segments, all of it train.
    private func bench(_ texts: [(name: String, text: String)], _ more: String...) throws -> Workbench {
        let bench = try Workbench()
        for (name, text) in texts { try bench.write(text, to: name) }
        let run = try bench.start(
            Workbench.gram,
            ["ingest", "c.db"] + texts.map(\.name) + ["--shares", "1,0,0", "--segments", "lines"] + more
        ).result()
        expectDone(run)
        return bench
    }

    /// The texts left of, of and right of each hit.
    private func lines(_ bench: Workbench, _ arguments: String...) throws -> [[String]] {
        let run = try bench.start(
            Workbench.gram, ["concordance", "c.db"] + arguments + ["--format", "json", "--limit", "0"]
        ).result()
        expectDone(run)
        return try #require(run.json["rows"] as? [[String: Any]]).map { row in
            ["left", "node", "right"].map { row[$0] as? String ?? "nothing" }
        }
    }

    @Test func hitsStandInTheTextAsItStood() throws {
        let bench = try bench([
            ("a.txt", "Fellow citizens of the world unite\nI talk   frequently\tto my fellow citizens\n")
        ])
        #expect(
            try lines(bench, "FELLOW citizens") == [
                ["", "Fellow citizens", "of the world unite I talk frequently to"],
                ["the world unite I talk frequently to my", "fellow citizens", ""],
            ])
        #expect(
            try lines(bench, "fellow citizens", "--within", "segment") == [
                ["", "Fellow citizens", "of the world unite"], ["I talk frequently to my", "fellow citizens", ""],
            ])
        #expect(
            try lines(bench, "f* c*", "--words", "2") == [
                ["", "Fellow citizens", "of the"], ["to my", "fellow citizens", ""],
            ])
        #expect(try lines(bench, "unite", "--window", "5").first == ["world", "unite", "I tal"])
    }

    @Test func rowsSayWhereHitsStand() throws {
        let bench = try bench([
            ("a.txt", "one two\n\nthree love two\n"), ("b.txt", "love and love\n"),
        ])
        try bench.write("name,author,left\na.txt,Woolf,1\nb.txt,Joyce,2\n", to: "m.csv")
        expectDone(try bench.gram("metadata", "c.db", "m.csv"))
        let run = try bench.gram("concordance", "c.db", "love", "--format", "csv", "--limit", "2")
        expectDone(run)
        #expect(
            run.output.split(separator: "\n").map(String.init) == [
                "document,segment,position,left,node,right,author,metadata_left",
                "a.txt,2,2,one two three,love,two,Woolf,1", "b.txt,1,1,,love,and love,Joyce,2",
            ])
        #expect(run.errors.contains("2 of 3") && run.errors.contains("3 hits in 2 documents"))
        let json = try bench.gram("concordance", "c.db", "love", "--where", "author = 'Joyce'", "--format", "json")
        #expect(try json.json["hits"] as? Int == 2 && json.json["documents"] as? Int == 1)
        #expect((try json.json["provenance"] as? [String: Any])?["where"] as? String == "author = 'Joyce'")
        expectError(try bench.gram("concordance", "c.db", "love", "--sort", "yeer"), 64, naming: "yeer", "author, left")
        expectError(
            try bench.gram("concordance", "c.db", "love", "--group", "yeer"), 64, naming: "yeer", "node", "document",
            "1L", "1R")
        expectError(try bench.gram("concordance", "c.db", "love", "--where", "author = 'X'"), 66, naming: "no document")
    }

    /// Columns are those of the database, whatever lines are shown; a group's rate is of its own tokens, and none is left out.
    @Test func columnsAndGroupsAreThoseOfTheDatabase() throws {
        let bench = try bench([
            ("a.txt", "love is love\n"), ("b.txt", "love of ten\nand more of it here\n"), ("c.txt", "no word of it\n"),
        ])
        try bench.write("name,author,year\na.txt,Woolf,\nb.txt,Joyce,1922\nc.txt,Eliot,\n", to: "m.csv")
        expectDone(try bench.gram("metadata", "c.db", "m.csv"))
        let header = "document,segment,position,left,node,right,author,year"
        for arguments in [["love", "--limit", "1"], ["love", "--document", "c.txt"], ["absent"]] {
            let run = try bench.start(
                Workbench.gram, ["concordance", "c.db"] + arguments + ["--format", "csv"]
            ).result()
            expectDone(run)
            #expect(run.output.split(separator: "\n").first.map(String.init) == header, "\(arguments)")
        }
        func groups(_ arguments: String...) throws -> [String] {
            let run = try bench.start(
                Workbench.gram, ["concordance", "c.db", "love", "--format", "json", "--group"] + arguments
            ).result()
            expectDone(run)
            return try run.rows.map { row in
                let rate = (row["per_million"] as? Double).map { String(Int($0.rounded())) } ?? "none"
                return "\(row["group"] as? String ?? "(none)") \(row["count"] as? Int ?? -1) \(rate)"
            }
        }
        #expect(try groups("author") == ["Woolf 2 666667", "Joyce 1 125000", "Eliot 0 0"])
        #expect(try groups("document") == ["a.txt 2 666667", "b.txt 1 125000", "c.txt 0 0"])
        #expect(try groups("author", "--document", "b.txt", "--document", "c.txt") == ["Joyce 1 125000", "Eliot 0 0"])
        // Of 15 tokens.
        #expect(try groups("node") == ["love 3 200000"])
        let nothing = try bench.gram("concordance", "c.db", "absent", "--group", "author")
        expectDone(nothing)
        #expect(nothing.output.contains("no hit") && !nothing.output.contains("Woolf"))
    }

    @Test func linesAreSortedByWordsBesideAndByDocument() throws {
        let bench = try bench(
            [
                ("b.txt", "x cat zoo\ny cat Éclair\nz cat eclair\n"), ("a.txt", "w cat Apple\nv cat eclair\n"),
            ], "--case", "preserve")
        func order(_ keys: String) throws -> [String] {
            try lines(bench, "cat", "--within", "segment", "--sort", keys).map { "\($0[0]) \($0[2])" }
        }
        #expect(try order("1R") == ["w Apple", "z eclair", "v eclair", "y Éclair", "x zoo"])
        #expect(try order("1R,1L") == ["w Apple", "v eclair", "z eclair", "y Éclair", "x zoo"])
        #expect(try order("document,1l").first == "v eclair")
        #expect(try order("2R") == ["x zoo", "y Éclair", "z eclair", "w Apple", "v eclair"])
        #expect(try order("node,1L").first == "v eclair")
        let groups = try bench.gram("concordance", "c.db", "cat", "--group", "1R", "--format", "csv")
        #expect(
            groups.output.split(separator: "\n").dropFirst().map {
                $0.split(separator: ",")[0] + " \($0.split(separator: ",")[1])"
            }
                == ["eclair 2", "Apple 1", "zoo 1", "Éclair 1"])
        let documents = try bench.gram("concordance", "c.db", "cat", "--group", "document", "--format", "csv")
        #expect(documents.output.contains("b.txt,3,") && documents.output.contains("a.txt,2,"))
        // A word in the next line counts unless the context ends with the segment.
        let beyond = try bench.gram(
            "concordance", "c.db", "cat", "--group", "2R", "--within", "segment", "--format", "csv")
        #expect(beyond.output.split(separator: "\n").last?.hasPrefix(",5,") == true)
    }

    @Test func aSampleIsDrawnBySeed() throws {
        let bench = try bench([("a.txt", (0..<200).map { "w\($0) cat\n" }.joined())])
        let drawn = try lines(bench, "cat", "--sample", "20", "--seed", "3")
        #expect(drawn.count == 20)
        #expect(try lines(bench, "cat", "--sample", "20", "--seed", "3") == drawn)
        #expect(try lines(bench, "cat", "--sample", "20", "--seed", "4") != drawn)
        #expect(try lines(bench, "cat", "--sample", "1000") == lines(bench, "cat"))
        let run = try bench.gram("concordance", "c.db", "cat", "--sample", "20", "--format", "json")
        #expect(try run.json["hits"] as? Int == 200)
        #expect(run.errors.contains("20 drawn of 200 hits, seed 1"))
    }

    /// Pages of a list, and what of it each is.
    @Test func linesArePassedOver() throws {
        let bench = try bench([("a.txt", (0..<25).map { "w\($0) cat\n" }.joined())])
        let all = try lines(bench, "cat", "--sort", "1L")
        let second = try bench.gram(
            "concordance", "c.db", "cat", "--sort", "1L", "--limit", "10", "--skip", "10", "--format", "csv")
        #expect(second.errors.contains("lines 11 to 20 of 25"))
        let nodes = second.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[3] }
        #expect(nodes.count == 10 && zip(nodes, all[10...]).allSatisfy { $1[0].hasSuffix($0) })
        let none = try bench.gram("concordance", "c.db", "cat", "--skip", "30")
        expectDone(none)
        #expect(none.errors.contains("all 25 lines are passed over"))
    }

    @Test func queriesAreOneLanguage() throws {
        let bench = try bench([("a.txt", "a x b b\na b\na x y z b\na a a\nlove loved lovely hate\n")])
        for (query, count) in [
            ("a []{0,2} b", 2), ("a []{0,3} b", 3), ("a a", 2), ("lov*", 3), ("l?ve", 1), ("love|hate", 2),
            ("/lov(e|ed)/", 2), ("[]", 18), ("*", 18), ("love [] lovely", 1),
        ] {
            #expect(try lines(bench, query).count == count, "\(query)")
        }
        #expect(try lines(bench, "a []{0,2} b", "--longest").map { $0[1] } == ["a x b b", "a b"])
        let plain = try self.bench([("a.txt", "C++ and a+b cost 5 $ ? What? a|b * end\n")], "--tokens", "whitespace")
        for query in ["C++", "a+b", "What\\?", "\\?", "a\\|b", "\\*", "$"] {
            #expect(try lines(plain, query).count == 1, "\(query)")
        }
        for (query, fault) in [
            ("", "empty"), ("a|", "|"), ("/a", "without an end"), ("[]{3,1}", "[]{3,1}"), ("love!", "'!'"),
            ("[a]", "[]"), ("[]{0,2}", "no token"), ("[]{2000}", "1,000"), ("/(/", "regular expression"),
            ("\\", "backslash"),
        ] {
            expectError(try bench.gram("concordance", "c.db", query), 64, naming: fault)
        }
        let exploding = try self.bench([("a.txt", String(repeating: "a", count: 60) + "\n")])
        expectError(try exploding.gram("concordance", "c.db", "/(a+)+c/"), 64, naming: "too many steps")
    }

    @Test func nothingFoundIsSaidWithItsReason() throws {
        let bench = try bench([("a.txt", "The cat sat\non the Mat\n")], "--case", "preserve")
        let cased = try bench.gram("concordance", "c.db", "the mat")
        expectDone(cased)
        #expect(cased.output.contains("no hit") && cased.errors.contains("'Mat'"))
        let order = try bench.gram("concordance", "c.db", "sat on")
        expectDone(order)
        #expect(order.errors.contains("inside one segment"))
        let json = try bench.gram("concordance", "c.db", "dog", "--format", "json")
        expectDone(json)
        #expect((try json.json["rows"] as? [Any])?.isEmpty == true)
        #expect(try json.json["hits"] as? Int == 0)
        let group = try bench.gram("concordance", "c.db", "dog", "--group", "1L")
        expectDone(group)
        #expect(group.output.contains("no hit"))
        expectDone(try bench.gram("concordance", "c.db", "[]"))
        #expect(try bench.gram("concordance", "c.db", "[]").errors.contains("every token meets '[]'"))
    }

    @Test func optionsThatHaveNoMeaningAreRefused() throws {
        let bench = try bench([("a.txt", "a b\n")])
        for (arguments, fault) in [
            (["--window", "-1"], "--window"), (["--words", "20000"], "--words"),
            (["--window", "3", "--words", "2"], "exclude"),
            (["--sort", "0R"], "0R"), (["--sort", "1R,2R,3R,4R"], "three"), (["--sort", ""], "--sort"),
            (["--sample", "0"], "--sample"), (["--group", "1R", "--sort", "1L"], "--sort"),
            (["--skip", "-1"], "--skip"), (["--group", "1R", "--skip", "5"], "--skip"),
        ] {
            expectError(
                try bench.start(Workbench.gram, ["concordance", "c.db", "a"] + arguments).result(), 64, naming: fault)
        }
    }

    /// Without kept text tokens stand in its place; a document cut in the middle of its only segment is whole; formats that
    /// tell their tokens show these.
    @Test func everyKindOfDocumentHasContexts() throws {
        let without = try bench([("a.txt", "The Cat sat.\nOn mats.\n")], "--no-text")
        let run = try without.gram("concordance", "c.db", "sat")
        #expect(run.output.contains("the cat sat on mats") && run.errors.contains("no text is kept"))
        let bench = try Workbench()
        try bench.write((0..<50).map { "W\($0)" }.joined(separator: " "), to: "one.txt")
        try bench.write(
            "1\tIl\til\tPRON\t_\t_\t_\t_\t_\t_\n2\tVa\taller\tVERB\t_\t_\t_\t_\t_\t_\n\n", to: "two.conllu")
        expectDone(try bench.gram("ingest", "c.db", "one.txt", "two.conllu"))
        #expect(try lines(bench, "w39 w40", "--words", "2") == [["W37 W38", "W39 W40", "W41 W42"]])
        #expect(try lines(bench, "va") == [["Il", "Va", ""]])
    }

    @Test func theNodeStandsInOneColumn() throws {
        let text = "שלום עולם 👩‍👩‍👧 שלום שוב\nπολύ καλά και πάλι πολύ\n日本 の 日本 語\n“love” is\u{1B}[31m (love)\n"
        let bench = try bench([("a.txt", text)])
        for query in ["שלום", "πολύ", "日本", "love"] {
            let run = try bench.gram("concordance", "c.db", query, "--within", "segment")
            expectDone(run)
            let lines = run.output.split(separator: "\n")
            #expect(lines.count == 2)
            // Spaces and the text before the node have the same width in both lines.
            let columns = lines.enumerated().map { number, line in
                let ranges = line.ranges(of: query)
                return columnWidth(line[..<ranges[min(number, ranges.count - 1)].lowerBound])
            }
            #expect(Set(columns).count == 1, "\(query): \(columns)")
            #expect(lines.allSatisfy { columnWidth($0[...]) <= 80 })
            #expect(!run.output.contains("\u{1B}"))
        }
        let page = try bench.gram("concordance", "c.db", "love", "--html", "-", "--sort", "1R")
        expectDone(page)
        #expect(page.output.contains("<td class=\"node\" dir=\"auto\">love</td>"))
        #expect(page.output.contains("<span class=\"m0\">is</span>"))
    }

    /// What a terminal gives a text of these tests.
    private func columnWidth(_ text: Substring) -> Int {
        text.reduce(0) { width, character in
            guard let scalar = character.unicodeScalars.first, scalar.properties.generalCategory != .format else {
                return width
            }
            return width + (scalar.value >= 0x2E80 ? 2 : 1)
        }
    }
}
