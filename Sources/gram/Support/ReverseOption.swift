internal import ArgumentParser
internal import Gramarye

/// Which way models that are made when asked for read a text; saved ones read as they were trained.
struct ReverseOption: ParsableArguments {
    @Flag(help: "Make models named by a method, such as mkn:3, read each segment backwards.")
    var reverse = false

    var direction: ReadingDirection { reverse ? .backward : .forward }
}
