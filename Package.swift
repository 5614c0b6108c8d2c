// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: Target.Dependency..., exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: ["TestSupport"] + dependencies, exclude: exclude, resources: resources,
        swiftSettings: strict)
}

// Scripts/static asks for Swift's own libraries inside: SwiftPM has an option for that, which links programs alone so.
let libraryLinking: [LinkerSetting] =
    Context.environment["GRAMARYE_STATIC"] == nil ? [] : [.unsafeFlags(["-static-stdlib"])]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "Gramarye",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "Gramarye", targets: ["Gramarye"]),
        .executable(name: "gram", targets: ["gram"]),
        // libgramarye, for other languages: gramarye.h is its interface.
        .library(name: "gramarye", type: .dynamic, targets: ["GramaryeC"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swhitty/FlyingFox.git", from: "0.27.1"),
    ],
    targets: [
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CXML", dependencies: ["CLibXML2"]),
        .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CGramarye"),
        .target(name: "CVectorMath"),
        .target(name: "CMemory"),
        .target(name: "CPrefetch"),
        .target(name: "CTerminal"),

        module("Basics", "CNettle", "CPrefetch"),
        module("Documents", "Basics", "CArchive", "CLZMA", "CXML", "CZlib"),
        module("Tokenization", "Basics", "CICU"),
        module("Statistics", "Basics"),
        module("LinearAlgebra", "Basics", "COneDNN", "CVectorMath"),
        module("Counting", "Basics", "Tokenization"),
        module("LanguageModeling", "Basics", "Tokenization", "Statistics"),
        module("NgramModels", "Basics", "Counting", "LanguageModeling", "Tokenization"),
        module("RecurrentModels", "Basics", "LanguageModeling", "LinearAlgebra", "Statistics", "Tokenization"),
        module("Storage", "Basics", "CZstd", "Counting", "Documents", "Tokenization", grdb, sqlite),
        module("CorpusTools", "Basics", "Counting", "Statistics", "Tokenization"),
        module("Reporting", "Basics", "Statistics"),
        module(
            "Gramarye", "Basics", "Documents", "Tokenization", "Counting", "Statistics", "LanguageModeling",
            "NgramModels",
            "LinearAlgebra", "RecurrentModels", "Storage", "CorpusTools", "Reporting"),
        // Named for the reason for which those of the command are.
        .target(
            name: "GramaryeC",
            dependencies: [
                "Basics", "CGramarye", "Gramarye", "Documents", "LanguageModeling", "NgramModels", "Storage",
                "Tokenization",
            ],
            swiftSettings: strict, linkerSettings: libraryLinking),
        module("Explorer", "Basics", "CMemory", "Gramarye", "Reporting", "Storage", flyingSocks),
        // Types of all modules reach the command through Gramarye. They are named, although it imports none of them, so that a
        // change of their layout compiles it anew.
        .executableTarget(
            name: "gram",
            dependencies: [
                "Gramarye", "Basics", "Documents", "Tokenization", "Counting", "Statistics", "LanguageModeling",
                "NgramModels",
                "RecurrentModels",
                "Storage", "CorpusTools", "Reporting", "Explorer", "CTerminal", arguments,
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "Simulation", dependencies: ["Basics", "Statistics", "LanguageModeling", "Tokenization"],
            path: "Benchmarks/Simulation", swiftSettings: strict),
        .executableTarget(
            name: "Loading", dependencies: ["Storage", grdb], path: "Benchmarks/Loading", swiftSettings: strict),

        .target(name: "TestSupport", dependencies: ["Statistics"], path: "Tests/TestSupport", swiftSettings: strict),
        tests("BasicsTests", "Basics"),
        tests("DocumentsTests", "Documents", "Basics"),
        tests(
            "TokenizationTests", "Basics", "Tokenization",
            exclude: ["Fixtures/compare_icu_counts.py", "Fixtures/make_icu_counts.py"],
            resources: [.process("Fixtures/icu_counts.json")]),
        tests("CountingTests", "Counting", "Tokenization"),
        tests("StatisticsTests", "Statistics"),
        tests("LanguageModelingTests", "Basics", "LanguageModeling", "Tokenization"),
        tests("NgramModelsTests", "Basics", "NgramModels", "LanguageModeling", "Counting", "Tokenization"),
        tests("LinearAlgebraTests", "LinearAlgebra"),
        tests(
            "RecurrentModelsTests", "Basics", "RecurrentModels", "LanguageModeling", "LinearAlgebra", "Tokenization",
            exclude: ["Fixtures/make_fixtures.py"],
            resources: ["torch", "optimizers", "reach"].map { .process("Fixtures/\($0).json") }),
        tests("StorageTests", "Storage", "Basics", "Documents", "Counting", "Tokenization", grdb),
        tests("CorpusToolsTests", "CorpusTools", "Basics", "Counting", "Statistics", "Tokenization"),
        tests("ReportingTests", "Reporting", "Basics", "Statistics"),
        tests("GramaryeTests", "Gramarye"),
        tests("GramaryeCTests", "GramaryeC", "CGramarye"),
        tests("ModelContractTests", "Basics", "Counting", "NgramModels", "LanguageModeling", "Tokenization"),
        tests("SimulationTests", "Simulation"),
        tests("ExplorerTests", "Explorer", "Basics", "Gramarye", "Reporting"),
        tests("CommandTests", "gram", "Explorer", grdb, exclude: ["Snapshots"]),
    ]
)
