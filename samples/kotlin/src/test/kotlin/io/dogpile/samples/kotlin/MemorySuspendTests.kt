package io.dogpile.samples.kotlin

import org.springframework.test.context.TestPropertySource

@TestPropertySource(properties = ["cache.others.backend=memory"])
class MemorySuspendTests : SuspendContract()
