#if Libdeflate
    /// The first block of a deflate stream (RFC 1951), as far as it can be judged without inflating it.
    struct SoleBlock {
        private static let longestPrecode = 7
        private static let longestCode = 15
        /// The order in which the lengths of the precode are written (RFC 1951, 3.2.7).
        private static let precodeOrder: InlineArray<19, UInt8> = [
            16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
        ]
        /// Symbols of literals and lengths, and of distances, that may stand in a stream.
        private static let symbolLimit = (literals: 286, distances: 30)
        private static let endOfBlock = 256

        private let stream: UnsafeRawBufferPointer
        /// The byte that is taken next into `ahead`.
        private var next = 0
        /// Bits that follow, the first one lowest; `aheadCount` of them are certain.
        private var ahead: UInt64 = 0
        private var aheadCount = 0

        /// Whether the stream is one block that every decoder must read alike: stored, or with codes of its own of which
        /// each is complete and none holds a symbol that means nothing. zlib writes no other codes.
        static func begins(_ stream: UnsafeRawBufferPointer) -> Bool {
            var block = SoleBlock(stream: stream)
            guard block.lookAhead(), block.bits(1) == 1 else { return false }
            switch block.bits(2) {
            case 0: return true
            case 2: return block.hasCompleteCodes()
            // The fixed codes hold symbols that mean nothing.
            default: return false
            }
        }

        private init(stream: UnsafeRawBufferPointer) { self.stream = stream }

        /// Makes 56 bits or more certain; false near the end, where blocks are small and zlib is fast enough.
        private mutating func lookAhead() -> Bool {
            guard next + 8 <= stream.count else { return false }
            let word = UInt64(littleEndian: stream.loadUnaligned(fromByteOffset: next, as: UInt64.self))
            ahead |= word &<< UInt64(aheadCount)
            next += (63 - aheadCount) >> 3
            aheadCount |= 56
            return true
        }

        /// The next bits, of which there must be as many ahead.
        private mutating func bits(_ count: Int) -> Int {
            let value = Int(ahead & ((1 &<< UInt64(count)) - 1))
            skip(count)
            return value
        }

        private mutating func skip(_ count: Int) {
            ahead &>>= UInt64(truncatingIfNeeded: count)
            aheadCount &-= count
        }

        private mutating func hasCompleteCodes() -> Bool {
            let literals = bits(5) + 257
            let distances = bits(5) + 1
            let lengthCount = bits(4) + 4
            guard literals <= Self.symbolLimit.literals, distances <= Self.symbolLimit.distances else { return false }
            var precode = InlineArray<128, Run>(repeating: Run())
            return fill(&precode, lengthCount: lengthCount)
                && lengthsAreComplete(literals: literals, distances: distances, precode.span)
        }

        /// What one symbol of the precode says: so many lengths, so long. One word, as the table is made for every block.
        private struct Run {
            private let word: UInt32

            /// Bits of the symbol's code.
            var codeBits: UInt64 { UInt64(word & 15) }
            /// Bits behind it, which say how many lengths there are besides `count`.
            var extraBits: UInt64 { UInt64(word >> 4 & 15) }
            var count: Int { Int(word >> 8 & 15) }
            var length: UInt32 { word >> 12 & 15 }
            /// All ones where the length is that of the run before, else zero.
            var repeats: UInt32 { 0 &- (word >> 16) }

            init() { word = 0 }

            init(symbol: Int, codeBits: Int) {
                let (extraBits, count, length, repeats): (UInt32, UInt32, UInt32, UInt32) =
                    switch symbol {
                    case 16: (2, 3, 0, 1)
                    case 17: (3, 3, 0, 0)
                    case 18: (7, 11, 0, 0)
                    default: (0, 1, UInt32(symbol), 0)
                    }
                word = UInt32(codeBits) | extraBits << 4 | count << 8 | length << 12 | repeats << 16
            }
        }

        /// Finds the run that each 7 bits begin with; false where the code is not complete.
        private mutating func fill(_ precode: inout InlineArray<128, Run>, lengthCount: Int) -> Bool {
            var lengths = InlineArray<19, UInt8>(repeating: 0)
            // Symbols by the length of their codes; and the first code of each length.
            var counts = InlineArray<8, Int>(repeating: 0)
            for index in 0..<lengthCount {
                guard aheadCount >= 3 || lookAhead() else { return false }
                let length = bits(3)
                lengths[Int(Self.precodeOrder[index])] = UInt8(length)
                counts[length] += 1
            }
            // Codes are written with their highest bit first, all else with its lowest: these count from the top.
            var codes = InlineArray<8, UInt8>(repeating: 0)
            var used = 0
            for length in 1...Self.longestPrecode {
                codes[length] = UInt8(truncatingIfNeeded: used << 1)
                used += counts[length] << (Self.longestPrecode - length)
            }
            guard used == 1 << Self.longestPrecode else { return false }
            for symbol in 0..<19 where lengths[symbol] > 0 {
                let length = Int(lengths[symbol])
                let run = Run(symbol: symbol, codeBits: length)
                var entry = Int(codes[length].reversed)
                codes[length] &+= 1 << UInt8(8 - length)
                while entry < 1 << Self.longestPrecode {
                    precode[entry] = run
                    entry += 1 << length
                }
            }
            return true
        }

        /// Reads the lengths of both codes.
        private mutating func lengthsAreComplete(
            literals: Int, distances: Int, _ precode: Span<Run>
        ) -> Bool {
            let whole = 1 << Self.longestCode
            var reached = Lengths()
            // The end of a block is a literal, and one that a block cannot do without.
            guard read(&reached, to: Self.endOfBlock + 1, precode), reached.lastShare > 0,
                read(&reached, to: literals, precode)
            else { return false }
            // The last run may reach over to the distances.
            let common = (reached.index &- literals) &* reached.lastShare
            guard reached.used &- common == whole else { return false }
            reached.used = common
            return read(&reached, to: literals + distances, precode)
                && reached.index == literals + distances && reached.used == whole
        }

        /// How far the lengths were read.
        private struct Lengths {
            /// Symbols whose lengths are known.
            var index = 0
            /// The length of the last of them; none that can be, before the first.
            var previous: UInt32 = 1 << 5
            /// Their shares of all codes of the greatest length; a code of no length has none of them.
            var used = 0
            /// The share of the last one.
            var lastShare: Int { SoleBlock.share(of: previous) }
        }

        private static func share(of length: UInt32) -> Int {
            Int(truncatingIfNeeded: (1 &<< UInt32(longestCode)) &>> length & 0x7FFF)
        }

        /// Reads lengths until those of as many symbols as wanted are known, or of more where one run gives more.
        private mutating func read(
            _ reached: inout Lengths, to end: Int, _ precode: Span<Run>
        ) -> Bool {
            while reached.index < end {
                guard aheadCount >= 2 * Self.longestPrecode || lookAhead() else { return false }
                let run = precode[Int(ahead & 127)]
                let more = (ahead &>> run.codeBits) & ((1 &<< run.extraBits) &- 1)
                skip(Int(truncatingIfNeeded: run.codeBits &+ run.extraBits))
                // Without a branch: which symbol comes next cannot be foretold.
                reached.previous = run.length | (run.repeats & reached.previous)
                guard reached.previous <= Self.longestCode else { return false }
                let count = run.count &+ Int(truncatingIfNeeded: more)
                reached.used &+= Self.share(of: reached.previous) &* count
                reached.index &+= count
            }
            return true
        }
    }

    extension UInt8 {
        /// The same bits in the opposite order.
        fileprivate var reversed: UInt8 {
            var value = self
            value = value >> 4 | value << 4
            value = (value & 0xCC) >> 2 | (value & 0x33) << 2
            return (value & 0xAA) >> 1 | (value & 0x55) << 1
        }
    }
#endif
