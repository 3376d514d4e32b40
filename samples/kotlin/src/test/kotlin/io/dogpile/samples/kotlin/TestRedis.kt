package io.dogpile.samples.kotlin

import java.net.ServerSocket
import redis.embedded.RedisServer

/** A real server for the tests of this JVM. */
object TestRedis {

    val port: Int = ServerSocket(0).use { it.localPort }

    init {
        val server =
            RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .onShutdownForceStop(true)
                .setting("save \"\"")
                .build()
        server.start()
        Runtime.getRuntime().addShutdownHook(Thread { server.stop() })
    }
}
